import { createKernels } from '../../src/kernels/load.ts';
import { alsProblem, describeThreads, flopsOf, normalizedLoss, sweeper } from './als-problem.ts';
import { median, type Bench } from './bench.ts';
import { events, oneMillion } from './events.ts';
import { loadPeak } from './peak.ts';
import { stopwatch } from './stopwatch.ts';

const sweeps = 20;

/** Whole fits at the usual speed setting. */
export const bench: Bench = {
  name: 'speed: ALS, 1M events, 20 sweeps',
  async run({ cores, spawn, row }) {
    const problem = alsProblem(events(oneMillion));
    const flops = flopsOf(problem);
    for (const threads of [1, cores]) {
      const kernels = await createKernels({ threads, spawn });
      const peak = await loadPeak(kernels.simd);
      const { als, sweep } = sweeper(kernels, problem);
      const sweeping = stopwatch();
      const peaking = stopwatch();
      for (let round = 0; round < sweeps; round++) {
        sweeping.time(sweep);
        peaking.time(peak.run);
      }
      const rate = flops / median(sweeping.times) / 1e6;
      const most = (threads * peak.flops) / median(peaking.times) / 1e6;
      row({
        name: describeThreads(kernels),
        median: sweeping.total(),
        unit: 'ms',
        ...(threads === 1 && { wanted: { atMost: 2220 } }),
        ratio: { value: rate / most, of: `of ${most.toFixed(1)} GFLOP/s on registers` },
        quality: `median sweep ${median(sweeping.times).toFixed(0)} ms, loss per cell ${normalizedLoss(als.loss(), problem)}`,
      });
      kernels.dispose();
    }
  },
};
