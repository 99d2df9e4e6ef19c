import { race, type Bench } from './bench.ts';
import { loadPeak } from './peak.ts';

export const bench: Bench = {
  name: 'kernels: multiply-add on registers',
  async run({ row }) {
    const [baseline, relaxed] = await Promise.all([loadPeak('baseline'), loadPeak('relaxed')]);
    const times = await race(15, { baseline: baseline.run, relaxed: relaxed.run });
    const rate = (flops: number, ms: number) => flops / ms / 1e6;
    const [slow, fast] = [rate(baseline.flops, times.baseline.median), rate(relaxed.flops, times.relaxed.median)];
    row({ name: 'f32x4 mul, add', median: slow, unit: 'GFLOP/s' });
    row({ name: 'f32x4 relaxed madd', median: fast, unit: 'GFLOP/s', ratio: { value: fast / slow, of: '× mul, add' } });
  },
};
