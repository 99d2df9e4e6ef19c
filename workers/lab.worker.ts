/** One entry, two roles: the page starts it twice, once for training and once for inference. */
import { expose } from 'comlink';
import { createKernels } from '../src/kernels/load.ts';
import { installHandlers } from '../src/rpc/handlers.ts';
import { holdLifeline } from '../src/rpc/lifeline.ts';
import type { LabApi, LabWorker } from '../src/rpc/lab-api.ts';
import { openSavedStore } from '../src/storage/open.ts';
import { inference } from './inference.ts';
import { offer } from './offer.ts';
import { TensorDesk } from './tensors.ts';
import { training } from './training.ts';

const spawn = () => new Worker(new URL('./kernel.worker.ts', import.meta.url), { type: 'module' });

/** The rest of LabApi joins with `start`, before which nobody calls it. */
const api: Pick<LabWorker, 'start' | 'offer'> & Partial<LabApi> = {
  async start({ threads, base, lifeline }, lent) {
    const [kernels, store] = await Promise.all([
      createKernels({ threads, spawn }),
      lent ?? openSavedStore(),
      holdLifeline(lifeline),
    ]);
    const compute = {
      backend: 'wasm',
      threads: kernels.threads,
      simd: kernels.simd,
      isolated: globalThis.crossOriginIsolated,
    } as const;
    const desk = new TensorDesk(store.settings);
    const lab = { store, kernels, tensors: desk.source, compute, base };
    Object.assign(api, training(lab, desk), inference(lab), { compute: async () => compute } satisfies Partial<LabApi>);
    return compute;
  },
  offer: async () => offer,
};

installHandlers();
expose(api);
