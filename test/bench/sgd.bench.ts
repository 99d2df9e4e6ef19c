import type { Kernels } from '../../src/core/compute.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { race, type Bench } from './bench.ts';
import { events, oneMillion } from './events.ts';

/** One pass over a million ratings, 100 factors. The steps build on each other, so threads make no difference. */
export const bench: Bench = {
  name: 'kernels: gradient steps, 1M ratings',
  async run({ row }) {
    const { byUser } = events(oneMillion);
    const rng = createRng(7);
    const ratings = { ...byUser, values: Float32Array.from(byUser.values, () => 1 + rng.int(5)) };
    const factors = 100;
    const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => 0.1 * rng.normal());
    const problem = {
      ...{ ratings, mean: 3, factors, learningRate: 0.005, regularization: 0.02 },
      userFactors: start(byUser.rows),
      itemFactors: start(byUser.cols),
    };
    const everyone = Uint32Array.from({ length: byUser.rows }, (_, user) => user);
    let squares = 0;
    const pass = (kernels: Kernels) => {
      const kernel = kernels.sgd(problem);
      return () => (squares = kernel.visit(everyone));
    };
    const best = await createKernels({ threads: 1 });
    const baseline = await createKernels({ threads: 1, simd: 'baseline' });
    const times = await race(9, { best: pass(best), baseline: pass(baseline) });
    for (const [name, { median, best: least }] of Object.entries(times)) {
      const build = name === 'best' ? best.simd : 'baseline';
      const quality = `best ${least.toFixed(0)} ms, mean square ${(squares / ratings.indices.length).toFixed(3)}`;
      row({ name: `one pass, 100 factors, ${build}`, median, unit: 'ms', quality });
    }
  },
};
