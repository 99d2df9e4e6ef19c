/**
 * What a rating would be if taste did not matter: b_ui = μ + b_u + b_i, with damped offsets
 *   b_i = Σ_u (r_ui − μ) / (n_i + itemDamping)        b_u = Σ_i (r_ui − μ − b_i) / (n_u + userDamping)
 * Y. Koren, "Factor in the neighbors: scalable and accurate collaborative filtering", TKDD 2010, section 2.1.
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

/** `byItem`: items × users. */
export function ratingBaseline(byItem: CsrMatrix, itemDamping = 10, userDamping = 5): RatingBaseline {
  const overall = mean(byItem.values);
  const items = Float64Array.from({ length: byItem.rows }, (_, item) => {
    const { values } = rowOf(byItem, item);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i];
    return dampedMean(sum, values.length, overall, itemDamping);
  });
  return {
    items,
    offset({ indices, values }) {
      let sum = 0;
      for (let i = 0; i < indices.length; i++) sum += values[i] - items[indices[i]];
      return dampedMean(sum, indices.length, 0, userDamping);
    },
  };
}
