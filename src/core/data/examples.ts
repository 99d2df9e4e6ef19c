/** Likes and dislikes as examples to learn from. */
import { LabError } from '../errors.ts';
import type { CsrMatrix, SparseRow } from './csr.ts';
import { preferenceScale } from './preference.ts';
import type { TrainingSet } from './training-set.ts';

/** How much a value speaks for an item: above 0 an example, below 0 a dislike, 0 nothing. */
export type ExampleWeight = (value: number) => number;

/**
 * Weights of likes and dislikes: 1 and −1, or in proportion to how far a rating lies from the middle of its scale (or to
 * the logarithm of a count), 1 on average.
 */
export function exampleWeights(train: TrainingSet, kind: 'equal' | 'preference'): ExampleWeight {
  const preferenceOf = preferenceScale(train);
  if (kind === 'equal') return (value) => Math.sign(preferenceOf(value));
  let sum = 0;
  for (const value of train.byUser.values) sum += Math.abs(preferenceOf(value));
  const usual = sum / train.byUser.values.length || 1;
  return (value) => preferenceOf(value) / usual;
}

/** The cells that count, with their weights. Throws EmptyDatasetError where nobody likes anything. */
export function examplesOf(matrix: CsrMatrix, weightOf: ExampleWeight, withDislikes: boolean): CsrMatrix {
  const indptr = new Uint32Array(matrix.rows + 1);
  const indices = new Uint32Array(matrix.indices.length);
  const values = new Float64Array(matrix.indices.length);
  let at = 0;
  let liked = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let cell = matrix.indptr[row]; cell < matrix.indptr[row + 1]; cell++) {
      const weight = weightOf(matrix.values[cell]);
      if (weight > 0) liked++;
      else if (weight === 0 || !withDislikes) continue;
      indices[at] = matrix.indices[cell];
      values[at++] = weight;
    }
    indptr[row + 1] = at;
  }
  if (liked === 0) {
    throw new LabError(
      'EmptyDatasetError',
      `Expected at least one rating above the middle of its scale; got none among ${matrix.indices.length}. Choose other data.`,
    );
  }
  return { ...matrix, indptr, indices: indices.slice(0, at), values: values.slice(0, at) };
}

/** What of a history speaks for its items. */
export function likedOf({ indices, values }: SparseRow, weightOf: ExampleWeight): SparseRow {
  const weights = Float64Array.from(values, weightOf);
  return { indices: indices.filter((_, at) => weights[at] > 0), values: weights.filter((weight) => weight > 0) };
}
