/** Runs a few problems on a pool as a training worker would, and posts what came out. */
import type { Kernels } from '../../src/core/compute.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { randomAls, randomNeighbors } from './random-problems.ts';

export interface Question {
  readonly threads: number;
  readonly simd?: Kernels['simd'];
  /** Workers that fail to start. */
  readonly broken?: boolean;
}

export interface Answer {
  readonly threads: number;
  readonly simd: Kernels['simd'];
  readonly losses: readonly number[];
  readonly userFactors: Float32Array;
  readonly itemFactors: Float32Array;
  readonly neighbors: readonly { readonly indices: Uint32Array; readonly values: Float32Array | Float64Array }[];
}

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const kernels = await createKernels({
    threads: data.threads,
    ...(data.simd ? { simd: data.simd } : {}),
    spawn: () =>
      data.broken
        ? new Worker('/no-such-worker.js', { type: 'module' })
        : new Worker(new URL('../../workers/kernel.worker.ts', import.meta.url), { type: 'module' }),
  });
  postMessage(answer(kernels));
  kernels.dispose();
});

function answer(kernels: Kernels): Answer {
  const shape = { rows: 3000, cols: 700, cells: 90_000, seed: 21 };
  const problem = randomAls(shape, 20);
  const als = kernels.als(problem);
  const losses = [als.loss()];
  for (let sweep = 0; sweep < 5; sweep++) {
    als.begin('users');
    // Many short jobs: the pool must neither skip nor repeat a chunk between them.
    for (let from = 0; from < 3000; from += 250) als.solve(from, from + 250);
    als.begin('items');
    als.solve(0, 700);
    losses.push(als.loss());
  }
  const neighbors = (['cosine', 'pearson'] as const).map((similarity) => {
    const kernel = kernels.neighbors(randomNeighbors(shape, { similarity, shrinkage: 3, keep: 20 }));
    kernel.compute(0, 3000);
    const { indices, values } = kernel.result();
    kernel.dispose();
    return { indices, values };
  });
  const { threads, simd } = kernels;
  const result = { threads, simd, losses, userFactors: als.userFactors(), itemFactors: als.itemFactors(), neighbors };
  als.dispose();
  return result;
}
