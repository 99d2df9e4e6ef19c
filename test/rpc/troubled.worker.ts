/** A worker with every trouble a worker can have. */
import { expose } from 'comlink';
import { installHandlers } from '../../src/rpc/handlers.ts';
import type { LabWorker } from '../../src/rpc/lab-api.ts';
import { holdLifeline } from '../../src/rpc/lifeline.ts';

const troubles: Record<string, () => unknown> = {
  'never returns': () => {
    for (;;);
  },
  'throws in a task': () => setTimeout(fail),
  'ends without a word': () => close(),
};

function fail(): never {
  throw new Error('a bug');
}

const api: Partial<LabWorker> = {
  async start({ lifeline }) {
    await holdLifeline(lifeline);
    return { backend: 'wasm', threads: 1, simd: 'baseline', isolated: crossOriginIsolated };
  },
  generate: ({ id }) => (troubles[id](), new Promise(() => {})),
  search: async () => [1],
  inspect: async (files) => ({
    candidates: [],
    files: await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: file.size, columns: null, rows: [[await file.text()]] })),
    ),
  }),
};

installHandlers();
expose(api);
