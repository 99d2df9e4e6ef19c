/**
 * Users and items as sums of their features (M. Kula, "Metadata embeddings for user and item cold-start
 * recommendations", CBRecSys 2015):  q = Σ_f w_f e_f  and  b = Σ_f w_f b_f  over the features f of a row.
 * A vector here holds the embedding and, last, the bias: `width` = factors + 1.
 */
import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';

/**
 * The vector of one row of features. `embeddings`: features × width, row-major; a row that is one feature of weight 1 gets
 * a view of it where they have 64 bits.
 */
export function represent({ indices, values }: SparseRow, embeddings: Values, width: number): Float64Array {
  if (embeddings instanceof Float64Array && indices.length === 1 && values[0] === 1) {
    return embeddings.subarray(indices[0] * width, (indices[0] + 1) * width);
  }
  const out = new Float64Array(width);
  for (let i = 0; i < indices.length; i++) {
    for (let f = 0, at = indices[i] * width; f < width; f++, at++) out[f] += values[i] * embeddings[at];
  }
  return out;
}

/** The vectors of all rows, rows × width. */
export function representAll(features: CsrMatrix, embeddings: Values, width: number): Float64Array {
  const out = new Float64Array(features.rows * width);
  for (let row = 0; row < features.rows; row++)
    out.set(represent(rowOf(features, row), embeddings, width), row * width);
  return out;
}

/** q · p + b_u + b_i of two vectors. */
export function scoreOf(user: ArrayLike<number>, item: ArrayLike<number>): number {
  const factors = user.length - 1;
  let sum = user[factors] + item[factors];
  for (let f = 0; f < factors; f++) sum += user[f] * item[f];
  return sum;
}

/** The derivative of a loss with respect to the embedding and bias of one feature. */
export interface Gradient {
  readonly feature: number;
  readonly values: Float64Array;
}

/** An item in a loss: its features, its vector, and the derivative of the loss with respect to its score. */
export interface Term {
  readonly features: SparseRow;
  readonly vector: Float64Array;
  readonly slope: number;
}

/**
 * The chain rule from scores to features. A feature that two items share gets one gradient, the sum. In a loss of
 * differences of scores the bias of the user cancels out; it does so here because the slopes do.
 */
export function gradientsOf(
  user: { readonly features: SparseRow; readonly vector: Float64Array },
  terms: readonly Term[],
): { readonly users: Gradient[]; readonly items: Gradient[] } {
  const width = user.vector.length;
  const towardsUser = new Float64Array(width);
  const weights = new Map<number, number>();
  for (const { features, vector, slope } of terms) {
    for (let f = 0; f < width - 1; f++) towardsUser[f] += slope * vector[f];
    towardsUser[width - 1] += slope;
    features.indices.forEach((feature, i) => {
      weights.set(feature, (weights.get(feature) ?? 0) + features.values[i] * slope);
    });
  }
  const towardsItem = user.vector.slice();
  towardsItem[width - 1] = 1;
  return {
    users: Array.from(user.features.indices, (feature, i) => {
      return { feature, values: scaled(towardsUser, user.features.values[i]) };
    }),
    items: [...weights]
      .map(([feature, weight]) => ({ feature, values: scaled(towardsItem, weight) }))
      .sort((a, b) => a.feature - b.feature),
  };
}

function scaled(vector: Float64Array, scale: number): Float64Array {
  const out = new Float64Array(vector.length);
  for (let f = 0; f < out.length; f++) out[f] = vector[f] * scale;
  return out;
}
