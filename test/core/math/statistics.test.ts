import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/core/math/statistics.ts';
import { mean, powerMean, quantile, standardError } from '../../../src/core/math/statistics.ts';

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
