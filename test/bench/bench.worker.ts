import type { Bench, Row } from './bench.ts';

/** What the worker posts: rows as they come, then the end or an error. */
export type Report = { row: Row } | { done: true } | { error: string };

const benches = import.meta.glob<{ bench: Bench }>('./*.bench.ts');

addEventListener('message', async ({ data: file }: MessageEvent<string>) => {
  const report = (message: Report) => postMessage(message);
  try {
    const { bench } = await benches[`./${file}`]();
    await bench.run({
      cores: navigator.hardwareConcurrency,
      spawn: () => new Worker(new URL('../../workers/kernel.worker.ts', import.meta.url), { type: 'module' }),
      row: (row) => report({ row }),
    });
    report({ done: true });
  } catch (error) {
    report({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
