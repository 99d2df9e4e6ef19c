/**
 * H. Steck, "Calibrated recommendations", RecSys 2018. With p the shares of categories in what the person has, q those of
 * the list, each item dividing 1 among its categories, and q̃ = (1 − α) q + α p with α = 0.01:
 *
 *   KL(p ‖ q̃) = Σ over categories with p > 0 of p log2(p / q̃)
 */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { Metric } from './metric.ts';
import { log2 } from '../math/elementary.ts';

const smoothing = 0.01;

export const calibration: Metric = {
  id: 'calibration',
  label: 'Miscalibration',
  summary:
    'How far the categories of the list are from those of what the person has, in bits: 0 where shares are the same.',
  formula: 'Σ p · log2(p / q̃), p the categories’ shares in the history, q̃ those in the list with 1 % of p mixed in',
  params: {},
  kind: 'beyond',
  direction: 'lower',
  range: [0, -log2(smoothing)],
  needs: 'ranking',
  measure({ ranking, known }, { k, background: { features } }) {
    const history = sharesOf(features, known);
    const list = sharesOf(features, ranking.subarray(0, k));
    if (!history || !list) return NaN;
    let bits = 0;
    history.forEach((p, category) => {
      if (p > 0) bits += p * log2(p / ((1 - smoothing) * list[category] + smoothing * p));
    });
    return Math.max(0, bits);
  },
};

/** Null where no item has a category. */
function sharesOf(features: CsrMatrix, items: Uint32Array): Float64Array | null {
  const shares = new Float64Array(features.cols);
  let described = 0;
  for (const item of items) {
    const { indices } = rowOf(features, item);
    if (indices.length === 0) continue;
    described++;
    for (const category of indices) shares[category] += 1 / indices.length;
  }
  return described > 0 ? shares.map((share) => share / described) : null;
}
