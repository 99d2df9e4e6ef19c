import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratingScaleFor } from '../../../src/core/importers/feedback.ts';
import { detectScale, isOnScale } from '../../../src/core/importers/rating-scale.ts';

describe('the scale of ratings', () => {
  it.each([
    [[0, 1], { min: 0, max: 1, step: 1 }],
    [[3, 4, 5], { min: 1, max: 5, step: 1 }],
    [[4, 4.5], { min: 0.5, max: 5, step: 0.5 }],
    [[0, 4.5], { min: 0, max: 5, step: 0.5 }],
    [[1, 7], { min: 1, max: 10, step: 1 }],
    [[7.5], { min: 0, max: 10, step: 0.5 }],
    [[85, 20], { min: 0, max: 100, step: 1 }],
    [[-1, 10], { min: -1, max: 10, step: 1 }],
    [[-9.8, 3.2], { min: -9.8, max: 3.2, step: 1 }],
    [[0.25, 0.5, 0.3], { min: 0.25, max: 0.5, step: 0.01 }],
  ])('of %j', (values, scale) => {
    expect(detectScale(values)).toEqual(scale);
  });

  it('holds every value it was found from', () => {
    const values = fc.array(
      fc.integer({ min: -2000, max: 2000 }).map((x) => x / 100),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(values, (some) => {
        const scale = detectScale(some);
        for (const value of some) expect(isOnScale(value, scale)).toBe(true);
      }),
    );
  });
});

describe('ratings or counts', () => {
  const scaleOf = (values: number[], meaning: 'rating' | 'count' | null = null) =>
    ratingScaleFor(Float64Array.from(values), meaning, null);

  it('believes the name of the column', () => {
    expect(scaleOf([1, 2, 5], 'count')).toBeNull();
    expect(scaleOf([12, 60, 100], 'rating')).toEqual({ min: 0, max: 100, step: 1 });
  });

  it('takes a few half steps for ratings, large or uniform or odd numbers for counts', () => {
    expect(scaleOf([3, 4.5, 5])).toEqual({ min: 0.5, max: 5, step: 0.5 });
    expect(scaleOf([1, 1, 1])).toBeNull();
    expect(scaleOf([1, 2, 5000])).toBeNull();
    expect(scaleOf([0.37, 2.2])).toBeNull();
  });

  it('takes what no count can be for a rating', () => {
    expect(scaleOf([-1, 1])).toEqual({ min: -1, max: 1, step: 1 });
    expect(scaleOf([0, 50])).toEqual({ min: 0, max: 100, step: 1 });
  });

  it('gives a continuous scale its own ends', () => {
    const values = Array.from({ length: 3000 }, (_, i) => Math.sin(i) * 10);
    expect(scaleOf(values, 'rating')).toEqual({ min: Math.min(...values), max: Math.max(...values), step: 0.001 });
  });
});
