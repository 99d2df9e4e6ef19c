import type { AlsProblem, Kernels } from '../../src/core/compute.ts';
import { transpose } from '../../src/core/data/csr.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { race, type Bench } from './bench.ts';
import { loadPeak } from './peak.ts';
import { oneMillion, powerLaw } from './power-law.ts';
import { scalarAls } from './scalar-als.ts';

/** 64 factors, λ 0.1, confidence 40, three steps per row, both sides, on a million events. */
export const bench: Bench = {
  name: 'kernels: ALS sweep, 1M events',
  async run({ cores, spawn, row }) {
    const problem = millionProblem();
    const one = await createKernels({ threads: 1 });
    const all = await createKernels({ threads: cores, spawn });
    const baseline = await createKernels({ threads: 1, simd: 'baseline' });
    const peaks = { relaxed: await loadPeak('relaxed'), baseline: await loadPeak('baseline') };
    const runs = { one: sweeper(one, problem), all: sweeper(all, problem), baseline: sweeper(baseline, problem) };
    const scalar = scalarAls(problem);

    const times = await race(9, {
      peak: peaks[one.simd].run,
      one: runs.one.sweep,
      all: runs.all.sweep,
      baselinePeak: peaks.baseline.run,
      baseline: runs.baseline.sweep,
    });
    const { scalar: scalarTime } = await race(2, { scalar: scalar.sweep });

    const flops = flopsOf(problem);
    const rate = (ms: number) => flops / ms / 1e6;
    const peak = peaks[one.simd].flops / times.peak / 1e6;
    const baselinePeak = peaks.baseline.flops / times.baselinePeak / 1e6;
    const cells = problem.byUser.indices.length;
    const quality = ({ als }: ReturnType<typeof sweeper>) =>
      `loss per cell ${normalizedLoss(als.loss(), problem, cells)}`;
    const threads = (kernels: Kernels) => `${kernels.threads} thread${kernels.threads > 1 ? 's' : ''}, ${kernels.simd}`;

    row({
      name: threads(one),
      median: times.one,
      unit: 'ms',
      ratio: { value: scalarTime / times.one, of: '× scalar TypeScript', target: 4 },
      quality: quality(runs.one),
    });
    row({
      name: `${threads(one)}, arithmetic`,
      median: rate(times.one),
      unit: 'GFLOP/s',
      ratio: { value: rate(times.one) / peak, of: `of ${peak.toFixed(1)} on registers`, target: 0.5 },
    });
    row({
      name: `${threads(baseline)}, arithmetic`,
      median: rate(times.baseline),
      unit: 'GFLOP/s',
      ratio: { value: rate(times.baseline) / baselinePeak, of: `of ${baselinePeak.toFixed(1)} on registers` },
    });
    row({
      name: threads(all),
      median: times.all,
      unit: 'ms',
      ratio: { value: times.one / times.all, of: '× one thread', target: 1.6 },
      quality: quality(runs.all),
    });
    row({ name: 'scalar TypeScript', median: scalarTime, unit: 'ms' });
    all.dispose();
  },
};

function millionProblem(): AlsProblem {
  const events = powerLaw(oneMillion);
  const byUser = { ...events, values: new Float32Array(events.indices.length).fill(40) };
  const factors = 64;
  const rng = createRng(7);
  const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => rng.next() * 0.01);
  return {
    byUser,
    byItem: transpose(byUser),
    factors,
    regularization: 0.1,
    steps: 3,
    userFactors: start(byUser.rows),
    itemFactors: start(byUser.cols),
  };
}

function sweeper(kernels: Kernels, problem: AlsProblem) {
  const als = kernels.als(problem);
  return {
    als,
    sweep() {
      als.begin('users');
      als.solve(0, problem.byUser.rows);
      als.begin('items');
      als.solve(0, problem.byItem.rows);
    },
  };
}

/**
 * The work that has to be done: per row and product (one for the first residual, one per step) the dense part 2f² and
 * 4f per cell; the Gram matrices by symmetry f² per row. Padding, copies and vector updates count for nothing.
 */
function flopsOf({ byUser, byItem, factors, steps }: AlsProblem): number {
  const rows = byUser.rows + byItem.rows;
  const cells = byUser.indices.length + byItem.indices.length;
  return (steps + 1) * (rows * 2 * factors ** 2 + cells * 4 * factors) + rows * factors ** 2;
}

/** As the usual library reports it: over Σ c on stored cells plus the number of the others. */
function normalizedLoss(loss: number, { byUser }: AlsProblem, cells: number): string {
  const weight = cells * 40 + byUser.rows * byUser.cols - cells;
  return (loss / weight).toFixed(4);
}
