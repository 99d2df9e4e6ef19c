/**
 * From a history to a taste, linearly, as the fitted users show. With y_j the vectors of the items a user has and w_j
 * their weights,
 *   h = Σ_j w_j y_j / √n                      the n items of a history, added up
 *   W = argmin Σ_u |q_u − W h_u|² + λ |W|²    the map that comes closest to the vectors q_u the users were fitted,
 *     = (Σ q_u h_uᵀ) (Σ h_u h_uᵀ + λ I)⁻¹
 *   x = W h                                   the taste of anyone, in f² multiplications
 * λ is a share of the mean of the diagonal. Being one map for all, it cannot learn a user's examples by heart as q_u does.
 */
import type { SparseRow, Values } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { choleskyFactor, choleskySolve } from './cholesky.ts';

/** h of a history of weights; zeros for an empty one. `items`: row-major, items × factors. */
export function summaryOf({ indices, values }: SparseRow, items: Values, factors: number): Float64Array {
  const sum = new Float64Array(factors);
  if (indices.length === 0) return sum;
  const scale = 1 / Math.sqrt(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const weight = values[i] * scale;
    for (let f = 0, at = indices[i] * factors; f < factors; f++, at++) sum[f] += weight * items[at];
  }
  return sum;
}

/** W, row-major, of pairs of a summary and the vector it should be mapped to. */
export function* fitHistoryMap(
  pairs: Iterable<{ readonly summary: Float64Array; readonly target: ArrayLike<number> }>,
  factors: number,
  share: number,
): Generator<void, Float64Array, void> {
  const gram = new Float64Array(factors * factors);
  const map = new Float64Array(factors * factors);
  let done = 0;
  for (const { summary, target } of pairs) {
    for (let f = 0; f < factors; f++) {
      const row = f * factors;
      for (let g = 0; g <= f; g++) gram[row + g] += summary[f] * summary[g];
      for (let g = 0; g < factors; g++) map[row + g] += target[f] * summary[g];
    }
    if (++done % Math.ceil(1e7 / (factors * factors)) === 0) yield;
  }
  let trace = 0;
  for (let f = 0; f < factors; f++) trace += gram[f * factors + f];
  // Where every item vector is 0, so is the map.
  if (trace === 0) return map;
  for (let f = 0; f < factors; f++) gram[f * factors + f] += (share * trace) / factors;
  if (!choleskyFactor(gram, factors)) {
    throw new LabError(
      'ParamError',
      `Expected item vectors of which a map of ${factors} × ${factors} follows; got others. Lower the learning rate.`,
    );
  }
  for (let f = 0; f < factors; f++) choleskySolve(gram, factors, map.subarray(f * factors, (f + 1) * factors));
  return map;
}

/** W h */
export function applyMap(map: Values, h: Float64Array): Float64Array {
  const size = h.length;
  return h.map((_, f) => {
    let sum = 0;
    for (let g = 0; g < size; g++) sum += map[f * size + g] * h[g];
    return sum;
  });
}

/** yᵀ W: how a taste's product with y follows from h. */
export function applyTransposed(map: Values, y: ArrayLike<number>, size: number): Float64Array {
  const out = new Float64Array(size);
  for (let f = 0; f < size; f++) for (let g = 0; g < size; g++) out[g] += y[f] * map[f * size + g];
  return out;
}
