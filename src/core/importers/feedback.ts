import type { Values } from '../data/csr.ts';
import type { RatingScale } from '../data/dataset.ts';
import { detectScale } from './rating-scale.ts';

/** More different values than this are a continuous scale. */
const manyValues = 1000;

/**
 * The scale of ratings, or null where the values are counts. Where no name says which: a few different values up to 10 in
 * half steps are ratings, and so is anything with zero or negative values, which no count has.
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
  let min = Infinity;
  let max = -Infinity;
  let last = NaN;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== last && distinct.size <= manyValues) distinct.add(value);
    last = value;
  }
  return { distinct, min, max };
}
