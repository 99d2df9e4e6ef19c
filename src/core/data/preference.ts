import type { SparseRow, Values } from './csr.ts';
import { compactValues } from './csr.ts';
import type { RatingScale } from './dataset.ts';
import type { TrainingSet } from './training-set.ts';
import { log2 } from '../math/elementary.ts';

/** How much a value speaks for (above 0) or against (below 0) an item. */
export type Preference = (value: number) => number;

/**
 * Ratings count from the middle of their scale, so that a disliked item speaks against what resembles it.
 * Strengths count by their logarithm, 1 for 1: a tenfold count weighs a few times more.
 * Where every value is the same it is a mark rather than an opinion, and counts 1.
 */
export function preferenceScale({ feedback, ratingScale, byUser: { values } }: TrainingSet): Preference {
  const range = rangeOf(values);
  if (range.min === range.max) return () => 1;
  if (feedback === 'implicit') return (value) => log2(1 + value);
  const { min, max } = ratingScale ?? range;
  const middle = (min + max) / 2;
  return (value) => value - middle;
}

/** The same cells with other values. */
export function mapValues<M extends SparseRow>(matrix: M, change: (value: number) => number): M {
  // A loop, because Float64Array.from asks an iterator for each of what may be millions of values.
  const values = new Float64Array(matrix.values.length);
  for (let i = 0; i < values.length; i++) values[i] = change(matrix.values[i]);
  return { ...matrix, values: compactValues(values) };
}

function rangeOf(values: Values): Pick<RatingScale, 'min' | 'max'> {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
