/** Runs a few problems on a pool as a training worker would, and posts what came out. */
import type { Kernels } from '../../src/core/compute.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { randomAls, randomMatrix, randomNeighbors } from './random-problems.ts';

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
  /** Item embeddings after an epoch of WARP in strata. */
  readonly ranked: Float32Array;
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
  const ranked = rank(kernels);
  const result = {
    ...{ threads, simd, losses, ranked, neighbors },
    ...{ userFactors: als.userFactors(), itemFactors: als.itemFactors() },
  };
  als.dispose();
  return result;
}

function rank(kernels: Kernels): Float32Array {
  const cells = randomMatrix({ rows: 900, cols: 800, cells: 420_000, seed: 5 });
  const own = (rows: number) => {
    const numbers = Uint32Array.from({ length: rows + 1 }, (_, row) => row);
    return {
      rows,
      cols: rows,
      indptr: numbers,
      indices: numbers.slice(0, rows),
      values: new Float32Array(rows).fill(1),
    };
  };
  const start = (rows: number) => Float32Array.from({ length: rows * 7 }, (_, at) => ((at * 7919) % 101) / 1000 - 0.05);
  const kernel = kernels.ranking({
    ...{ cells, userFeatures: own(900), itemFeatures: own(800), factors: 6 },
    ...{ userEmbeddings: start(900), itemEmbeddings: start(800) },
    ...{ loss: 'warp', negatives: 'uniform', maxDraws: 10, drawn: 1, position: 1, negativesPerPositive: 0 },
    ...{ step: 'adagrad', learningRate: 0.05, regularization: 0.01, biases: true, seed: Uint32Array.of(1, 2, 3, 4) },
  });
  for (let from = 0; from < cells.indices.length; from += 50_000) {
    kernel.train(from, Math.min(cells.indices.length, from + 50_000));
  }
  const items = kernel.itemEmbeddings();
  kernel.dispose();
  return items;
}
