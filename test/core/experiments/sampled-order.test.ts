import { describe, expect, it } from 'vitest';
import { bestFirst, turnedPairs } from '../../../src/core/experiments/sampled-order.ts';

describe('order under sampling', () => {
  it('is best first, equal ones as they come', () => expect(bestFirst([0.2, 0.5, 0.2])).toEqual([1, 0, 2]));

  it('names every pair that is turned round, the most telling first', () => {
    expect(turnedPairs([0.9, 0.8, 0.7], [0.3, 0.2, 0.1])).toEqual([]);
    expect(turnedPairs([0.9, 0.89, 0.7], [0.1, 0.2, 0.3])).toEqual([
      { seeming: 0, truly: 2 },
      { seeming: 1, truly: 2 },
      { seeming: 0, truly: 1 },
    ]);
  });

  it('makes nothing of rounding, or of numbers that are not there', () => {
    expect(turnedPairs([0.5 + 1e-13, 0.5], [0.1, 0.2])).toEqual([]);
    expect(turnedPairs([0.5, 0.5], [0.1, 0.2])).toEqual([]);
    expect(turnedPairs([NaN, 0.5], [0.1, NaN])).toEqual([]);
  });
});
