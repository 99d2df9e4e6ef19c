import { createKernels } from '../../src/kernels/load.ts';
import { alsProblem, describeThreads, flopsOf, normalizedLoss, sweeper } from './als-problem.ts';
import { median, type Bench } from './bench.ts';
import { events, nineMillion } from './events.ts';
import { loadPeak } from './peak.ts';
import { stopwatch } from './stopwatch.ts';

const sweeps = 20;

/** Does the largest problem fit, and does it keep the pace? */
export const bench: Bench = {
  name: 'kernels: ALS, 9.4M events, 20 sweeps',
  onlyByName: true,
  async run({ cores, spawn, row }) {
    const problem = alsProblem(events(nineMillion));
    const flops = flopsOf(problem);
    const kernels = await createKernels({ threads: cores, spawn });
    const peak = await loadPeak(kernels.simd);
    const { als, sweep } = sweeper(kernels, problem);
    const sweeping = stopwatch();
    const peaking = stopwatch();
    for (let round = 0; round < sweeps; round++) {
      sweeping.time(sweep);
      peaking.time(peak.run);
    }
    const { times } = sweeping;
    const rate = flops / median(times) / 1e6;
    const most = (kernels.threads * peak.flops) / median(peaking.times) / 1e6;
    row({
      name: `${sweeps} sweeps, ${describeThreads(kernels)}`,
      median: sweeping.total(),
      unit: 'ms',
      wanted: { atMost: 18_800 },
      ratio: { value: rate / most, of: `of ${most.toFixed(1)} GFLOP/s on registers` },
      quality: `median sweep ${median(times).toFixed(0)} ms, loss per cell ${normalizedLoss(als.loss(), problem)}`,
    });
    const held = [problem.byUser, problem.byItem].flatMap(({ indptr, indices, values }) => [indptr, indices, values]);
    const arrays = held.reduce((sum, { byteLength }) => sum + byteLength, 0);
    row({
      name: 'memory: kernels and confidences',
      median: (kernels.bytes + arrays) / 1e6,
      unit: 'MB',
      wanted: { atMost: 600 },
      quality: `of which the kernels ${(kernels.bytes / 1e6).toFixed(0)} MB`,
    });
    kernels.dispose();
  },
};
