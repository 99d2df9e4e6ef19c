import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/core/math/statistics.ts';
import { bootstrap, mean, powerMean, quantile, standardError } from '../../../src/core/math/statistics.ts';
import { createRng } from '../../../src/core/rng.ts';

function intervals(samples: readonly Sample[], seed = 1, resamples?: number) {
  const run = bootstrap(samples, createRng(seed), resamples);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}
const plain = (values: ArrayLike<number>): Sample => ({ values, weights: null, order: 1 });

describe('mean and standard error', () => {
  it('of a few numbers', () => {
    expect(mean([2, 4, 9])).toBe(5);
    // Squared distances 9 + 1 + 16, over n - 1 = 2, over n = 3.
    expect(standardError([2, 4, 9])).toBeCloseTo(Math.sqrt(26 / 2 / 3), 12);
  });

  it('of one and of none', () => {
    expect(standardError([7])).toBe(0);
    expect(standardError([])).toBe(0);
    expect(mean([])).toBeNaN();
  });
});

describe('quantile', () => {
  it('is linear between neighbors', () => {
    expect(quantile([1, 2, 4, 8], 0)).toBe(1);
    expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
    expect(quantile([1, 2, 4, 8], 0.9)).toBeCloseTo(6.8, 12);
    expect(quantile([1, 2, 4, 8], 1)).toBe(8);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('power mean', () => {
  it('weighs, squares where asked and leaves NaN out', () => {
    expect(powerMean({ values: [1, NaN, 3], weights: null, order: 1 })).toBe(2);
    expect(powerMean({ values: [1, 3], weights: [3, 1], order: 1 })).toBe(1.5);
    expect(powerMean({ values: [1, 7], weights: null, order: 2 })).toBe(5);
    expect(powerMean(plain([NaN]))).toBeNaN();
  });
});

describe('bootstrap', () => {
  const rng = createRng(5);
  const normal = Float64Array.from({ length: 400 }, () => 10 + 2 * rng.normal());

  it('agrees with the normal interval of a mean of many', () => {
    const [[low, high]] = intervals([plain(normal)]) as [[number, number]];
    const half = 1.96 * standardError(normal);
    expect(low).toBeCloseTo(mean(normal) - half, 1);
    expect(high).toBeCloseTo(mean(normal) + half, 1);
  });

  it('covers the truth about as often as it says', () => {
    const trials = 300;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Float64Array.from({ length: 60 }, () => rng.normal());
      const [[low, high]] = intervals([plain(sample)], trial, 400) as [[number, number]];
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it('is a matter of the seed alone', () => {
    expect(intervals([plain(normal)], 3)).toEqual(intervals([plain(normal)], 3));
    expect(intervals([plain(normal)], 3)).not.toEqual(intervals([plain(normal)], 4));
  });

  it('serves several samples with the same draws', () => {
    const [a, b] = intervals([plain(normal), plain(normal.map((value) => value + 1))]);
    expect(b![0]).toBeCloseTo(a![0] + 1, 9);
    expect(b![1]).toBeCloseTo(a![1] + 1, 9);
  });

  it('has nothing to say of a sample without a number, and is certain where all agree', () => {
    expect(intervals([plain([NaN, NaN]), plain([0.5, 0.5])])).toEqual([null, [0.5, 0.5]]);
    expect(intervals([])).toEqual([]);
  });

  it('breathes during long work', () => {
    const large = plain(new Float64Array(50_000).fill(1));
    expect(bootstrap([large], createRng(1)).next().done).toBe(false);
  });
});
