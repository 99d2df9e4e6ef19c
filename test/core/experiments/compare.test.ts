import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../../src/core/experiments/compare.ts';

describe('pairedDifference', () => {
  it('is the mean of the differences with its normal interval', () => {
    const { mean, interval, people } = pairedDifference([0.5, 0.7, 0.9, 0.1], [0.4, 0.4, 0.7, 0.3]);
    // Differences .1 .3 .2 −.2: mean .1, variance .14/3, error √(.14/12).
    expect(mean).toBeCloseTo(0.1, 12);
    expect(interval[1] - mean).toBeCloseTo(1.96 * Math.sqrt(0.14 / 12), 9);
    expect(people).toBe(4);
  });

  it('gives the textbook p values of the normal law', () => {
    // Differences ±1 around m: variance n/(n−1) of a spread of 1, so z is m·√(n−1).
    const spread = (m: number, n: number) => Float64Array.from({ length: n }, (_, i) => m + (i % 2 ? 1 : -1));
    const zeros = new Float64Array(10_001 - 1);
    expect(pairedDifference(spread(1.959963985 / Math.sqrt(9_999), 10_000), zeros).p).toBeCloseTo(0.05, 6);
    expect(pairedDifference(spread(2.575829304 / Math.sqrt(9_999), 10_000), zeros).p).toBeCloseTo(0.01, 6);
  });

  it('leaves out people for whom either has no value, and says so when nobody is left', () => {
    expect(pairedDifference([1, NaN, 3], [0, 5, NaN])).toMatchObject({ mean: 1, people: 1 });
    expect(pairedDifference([NaN], [1])).toMatchObject({ mean: NaN, people: 0 });
  });

  it('cannot tell a recommender from itself', () => {
    expect(pairedDifference([0.2, 0.4], [0.2, 0.4])).toMatchObject({ mean: 0, p: 1 });
  });
});
