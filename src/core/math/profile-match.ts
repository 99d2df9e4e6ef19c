/**
 * How well items fit a profile, feature by feature.
 *   cosine      p·x / (|p| |x|), 0 where either is 0
 *   closeness   1 / (1 + Σ_f |p_f − x_f|)
 *   distance    Σ_f |p_f − x_f|: the larger, the worse the fit. Taken for a score, it puts the least fitting item first.
 */
import type { CsrMatrix } from '../data/csr.ts';

export type Match = 'cosine' | 'closeness' | 'distance';

/** `items`: items × features; `profile`: one weight per feature; one number per item into `out`. O(cells). */
export function matchProfile(items: CsrMatrix, profile: ArrayLike<number>, match: Match, out: Float64Array): void {
  const { indptr, indices, values } = items;
  // Every feature an item lacks is as far away as the profile is long there.
  const emptiness = sumOver(profile, Math.abs);
  const length = Math.sqrt(sumOver(profile, (weight) => weight * weight));
  for (let item = 0; item < items.rows; item++) {
    let product = 0;
    let squares = 0;
    let distance = emptiness;
    for (let i = indptr[item]; i < indptr[item + 1]; i++) {
      const weight = profile[indices[i]];
      product += weight * values[i];
      squares += values[i] * values[i];
      distance += Math.abs(weight - values[i]) - Math.abs(weight);
    }
    if (match === 'cosine') out[item] = length > 0 && squares > 0 ? product / (length * Math.sqrt(squares)) : 0;
    else out[item] = match === 'closeness' ? 1 / (1 + distance) : distance;
  }
}

function sumOver(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]);
  return sum;
}
