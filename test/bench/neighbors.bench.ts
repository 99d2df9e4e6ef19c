import type { Kernels, NeighborsProblem } from '../../src/core/compute.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { race, type Bench } from './bench.ts';
import { events, oneMillion } from './events.ts';

/** The 50 nearest of every item by cosine. */
export const bench: Bench = {
  name: 'kernels: item cosine, 1M events',
  async run({ cores, spawn, row }) {
    const { byUser: columns, byItem: rows } = events(oneMillion);
    const problem: NeighborsProblem = { rows, columns, similarity: 'cosine', shrinkage: 0, minOverlap: 1, keep: 50 };
    const one = await createKernels({ threads: 1 });
    const all = await createKernels({ threads: cores, spawn });
    let kept = 0;
    const nearest = (kernels: Kernels) => () => {
      const kernel = kernels.neighbors(problem);
      kernel.compute(0, rows.rows);
      kept = kernel.result().indices.length;
      kernel.dispose();
    };
    const times = await race(5, { one: nearest(one), all: nearest(all) });
    row({
      name: '1 thread',
      median: times.one.median,
      unit: 'ms',
      quality: `best ${times.one.best.toFixed(0)} ms, ${(kept / rows.rows).toFixed(1)} neighbors per item`,
    });
    row({
      name: `${all.threads} threads`,
      median: times.all.median,
      unit: 'ms',
      ratio: { value: times.one.median / times.all.median, of: '× one thread' },
    });
    all.dispose();
  },
};
