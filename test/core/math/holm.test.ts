import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/core/math/holm.ts';

describe('Holm’s correction', () => {
  it('multiplies the smallest by all, the next by one less, and never lets a larger p become the smaller', () => {
    // Ascending .01 .02 .03 .04, times 4 3 2 1: .04 .06 .06 .04, of which the last may not fall below .06.
    const corrected = holm([0.04, 0.01, 0.03, 0.02]);
    [0.06, 0.04, 0.06, 0.06].forEach((p, at) => expect(corrected[at]).toBeCloseTo(p, 12));
  });

  it('is never more than 1, leaves one test alone, and passes over what is no test', () => {
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([NaN, 0.02, 0.5])).toEqual([NaN, 0.04, 0.5]);
    expect(holm([])).toEqual([]);
  });
});
