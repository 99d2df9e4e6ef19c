import { createKernels } from '../../src/kernels/load.ts';
import { alsProblem, describeThreads, flopsOf, normalizedLoss, sweeper } from './als-problem.ts';
import { race, type Bench } from './bench.ts';
import { events, oneMillion } from './events.ts';
import { loadPeak } from './peak.ts';
import { scalarAls } from './scalar-als.ts';

export const bench: Bench = {
  name: 'kernels: ALS sweep, 1M events',
  async run({ cores, spawn, row }) {
    const problem = alsProblem(events(oneMillion));
    const kernels = {
      one: await createKernels({ threads: 1 }),
      all: await createKernels({ threads: cores, spawn }),
      baseline: await createKernels({ threads: 1, simd: 'baseline' }),
    };
    const one = sweeper(kernels.one, problem);
    const all = sweeper(kernels.all, problem);
    const baseline = sweeper(kernels.baseline, problem);
    const peak = await loadPeak(kernels.one.simd);
    const baselinePeak = await loadPeak('baseline');

    const time = await race(15, {
      peak: peak.run,
      one: one.sweep,
      all: all.sweep,
      baselinePeak: baselinePeak.run,
      baseline: baseline.sweep,
    });
    const { scalar } = await race(3, { scalar: scalarAls(problem).sweep });

    const flops = flopsOf(problem);
    const arithmetic = (sweep: number, peakFlops: number, peakTime: number) => ({
      median: flops / sweep / 1e6,
      of: `of ${(peakFlops / peakTime / 1e6).toFixed(1)} on registers`,
      value: flops / sweep / (peakFlops / peakTime),
    });
    const relaxedRate = arithmetic(time.one.median, peak.flops, time.peak.median);
    const baselineRate = arithmetic(time.baseline.median, baselinePeak.flops, time.baselinePeak.median);
    const best = arithmetic(time.one.best, peak.flops, time.peak.best);

    row({
      name: describeThreads(kernels.one),
      median: time.one.median,
      unit: 'ms',
      ratio: { value: scalar.median / time.one.median, of: '× scalar TypeScript', target: 4 },
      quality: `best ${time.one.best.toFixed(0)} ms, loss per cell ${normalizedLoss(one.als.loss(), problem)}`,
    });
    row({
      name: `${describeThreads(kernels.one)}, arithmetic`,
      median: relaxedRate.median,
      unit: 'GFLOP/s',
      ratio: { value: relaxedRate.value, of: relaxedRate.of, target: 0.5 },
      quality: `best ${best.median.toFixed(1)}, ${best.value.toFixed(2)} ${best.of}`,
    });
    row({
      name: `${describeThreads(kernels.baseline)}, arithmetic`,
      median: baselineRate.median,
      unit: 'GFLOP/s',
      ratio: { value: baselineRate.value, of: baselineRate.of },
    });
    row({
      name: describeThreads(kernels.all),
      median: time.all.median,
      unit: 'ms',
      ratio: { value: time.one.median / time.all.median, of: '× one thread', target: 1.6 },
      quality: `best ${time.all.best.toFixed(0)} ms, loss per cell ${normalizedLoss(all.als.loss(), problem)}`,
    });
    row({ name: 'scalar TypeScript', median: scalar.median, unit: 'ms', quality: `best ${scalar.best.toFixed(0)} ms` });
    kernels.all.dispose();
  },
};
