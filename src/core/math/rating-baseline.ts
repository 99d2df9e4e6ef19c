/**
 * What a rating would be if taste did not matter: b_ui = μ + b_u + b_i, with damped offsets
 *   b_i = Σ_u (r_ui − μ − b_u) / (n_i + itemDamping)        b_u = Σ_i (r_ui − μ − b_i) / (n_u + userDamping)
 * Y. Koren, "Factor in the neighbors: scalable and accurate collaborative filtering", TKDD 2010, section 2.1.
 * Both in turn minimize  Σ (r_ui − b_ui)² + itemDamping Σ b_i² + userDamping Σ b_u²;  one turn from b_u = 0 is close.
 * The user's offset follows from a history, so it holds for someone new as well.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { dampedMean } from './damped-mean.ts';
import { mean } from './statistics.ts';

export interface RatingBaseline {
  /** μ + b_i per item. */
  readonly items: Float64Array;
  /** b_u of whoever has this history; 0 for an empty one. */
  offset(history: SparseRow): number;
}

/** `byItem`: items × users. `offsets`: b_u of each user as far as known, 0 unless given. */
export function ratingBaseline(
  byItem: CsrMatrix,
  itemDamping = 10,
  userDamping = 5,
  offsets = new Float64Array(byItem.cols),
): RatingBaseline {
  const overall = mean(byItem.values);
  const items = Float64Array.from({ length: byItem.rows }, (_, item) => {
    const { indices, values } = rowOf(byItem, item);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i] - offsets[indices[i]];
    return dampedMean(sum, values.length, overall, itemDamping);
  });
  return baselineFrom(items, userDamping);
}

/** The same from μ + b_i as they were found before. */
export const baselineFrom = (items: Float64Array, userDamping: number): RatingBaseline => ({
  items,
  offset({ indices, values }) {
    let sum = 0;
    for (let i = 0; i < indices.length; i++) sum += values[i] - items[indices[i]];
    return dampedMean(sum, indices.length, 0, userDamping);
  },
});
