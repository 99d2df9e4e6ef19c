import type { Row } from './bench.ts';
import type { Report } from './bench.worker.ts';

declare global {
  interface Window {
    /** Runs one bench file in a worker of its own; called by scripts/bench.js. */
    runBench(file: string): Promise<Row[]>;
  }
}

window.runBench = (file) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
    const rows: Row[] = [];
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      if ('row' in data) return void rows.push(data.row);
      worker.terminate();
      if ('error' in data) reject(new Error(data.error));
      else resolve(rows);
    };
    worker.onerror = (event) => reject(new Error(event.message || `The worker of ${file} did not start.`));
    worker.postMessage(file);
  });
