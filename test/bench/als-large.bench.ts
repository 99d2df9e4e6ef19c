import { createKernels } from '../../src/kernels/load.ts';
import { alsProblem, describeThreads, flopsOf, normalizedLoss, sweeper } from './als-problem.ts';
import { race, type Bench } from './bench.ts';
import { events, nineMillion } from './events.ts';

/** Does the largest problem fit, and does it keep the pace? */
export const bench: Bench = {
  name: 'kernels: ALS sweep, 9.4M events',
  onlyByName: true,
  async run({ cores, spawn, row }) {
    const problem = alsProblem(events(nineMillion));
    const kernels = await createKernels({ threads: cores, spawn });
    const all = sweeper(kernels, problem);
    const { sweep } = await race(3, { sweep: all.sweep });
    const rate = (flopsOf(problem) / sweep.median / 1e6).toFixed(1);
    row({
      name: describeThreads(kernels),
      median: sweep.median,
      unit: 'ms',
      quality: `${rate} GFLOP/s, loss per cell ${normalizedLoss(all.als.loss(), problem)}`,
    });
    kernels.dispose();
  },
};
