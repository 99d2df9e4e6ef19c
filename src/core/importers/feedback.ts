import type { Values } from '../data/csr.ts';
import type { RatingScale } from '../data/dataset.ts';
import { detectScale } from './rating-scale.ts';

/** More different values than this are a continuous scale. */
const manyValues = 1000;

/**
 * The scale of ratings, or null where the values are counts. Where no name says which: a few different values up to 10
 * in half steps are ratings, and so is anything with zero or negative values, which no count has.
 */
export function ratingScaleFor(
  values: Values,
  meaning: 'rating' | 'count' | null,
  wished: RatingScale | null,
): RatingScale | null {
  if (meaning === 'count') return null;
  if (wished) return wished;
  const { distinct, min, max } = spreadOf(values);
  const continuous = distinct.size > manyValues;
  if (meaning === null && min > 0 && (continuous || !lookLikeRatings(distinct))) return null;
  return continuous ? { min, max, step: 0.001 } : detectScale(distinct);
}

function lookLikeRatings(distinct: ReadonlySet<number>): boolean {
  for (const value of distinct) if (value > 10 || !Number.isInteger(value * 2)) return false;
  return distinct.size > 1;
}

function spreadOf(values: Values): { distinct: Set<number>; min: number; max: number } {
  const distinct = new Set<number>();
  const halfSteps = new Uint8Array(256);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
    const half = (value * 2) | 0;
    if (half === value * 2 && half >= 0 && half < halfSteps.length) halfSteps[half] = 1;
    else if (distinct.size <= manyValues) distinct.add(value);
  }
  halfSteps.forEach((seen, half) => seen && distinct.add(half / 2));
  return { distinct, min, max };
}
