import type { NeighborsProblem } from '../../src/core/compute.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { describeThreads } from './als-problem.ts';
import { median, type Bench } from './bench.ts';
import { events, heldOut, oneMillion } from './events.ts';
import { stopwatch } from './stopwatch.ts';

/** All similarities of items by who has them, and of users by how they rate. */
export const bench: Bench = {
  name: 'speed: neighbors, 1M events',
  async run({ cores, spawn, row }) {
    const implicit = events(oneMillion);
    const explicit = heldOut({ events: 800_167, feedback: 'explicit' }).train;
    const works: { name: string; wanted: number; rounds: number; problem: NeighborsProblem }[] = [
      {
        ...{ name: 'items, cosine, 50 each', wanted: 540, rounds: 3 },
        problem: {
          ...{ rows: implicit.byItem, columns: implicit.byUser, similarity: 'cosine' },
          ...{ shrinkage: 0, minOverlap: 1, keep: 50 },
        },
      },
      {
        ...{ name: 'users, correlation, 40 each, 800,000 ratings', wanted: 2500, rounds: 1 },
        problem: {
          ...{ rows: explicit.byUser, columns: explicit.byItem, similarity: 'pearson' },
          ...{ shrinkage: 0, minOverlap: 1, keep: 40 },
        },
      },
    ];
    for (const { name, wanted, rounds, problem } of works) {
      for (const threads of [1, cores]) {
        const kernels = await createKernels({ threads, spawn });
        const watch = stopwatch();
        let kept = 0;
        for (let round = 0; round < rounds; round++) {
          watch.time(() => {
            const kernel = kernels.neighbors(problem);
            kernel.compute(0, problem.rows.rows);
            kept = kernel.result().indices.length / problem.rows.rows;
            kernel.dispose();
          });
        }
        row({
          name: `${name}, ${describeThreads(kernels)}`,
          median: median(watch.times),
          unit: 'ms',
          wanted: { atMost: wanted },
          quality: `${kept.toFixed(1)} neighbors each, exact`,
        });
        kernels.dispose();
      }
    }
  },
};
