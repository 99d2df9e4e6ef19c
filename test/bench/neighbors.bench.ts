import type { Kernels, NeighborsProblem } from '../../src/core/compute.ts';
import { transpose } from '../../src/core/data/csr.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { race, type Bench } from './bench.ts';
import { oneMillion, powerLaw } from './power-law.ts';

/** The 50 nearest of every item by cosine. */
export const bench: Bench = {
  name: 'kernels: item cosine, 1M events',
  async run({ cores, spawn, row }) {
    const columns = powerLaw(oneMillion);
    const rows = transpose(columns);
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
    row({ name: '1 thread', median: times.one, unit: 'ms', quality: `${kept / rows.rows} neighbors per item` });
    row({
      name: `${all.threads} threads`,
      median: times.all,
      unit: 'ms',
      ratio: { value: times.one / times.all, of: '× one thread' },
    });
    all.dispose();
  },
};
