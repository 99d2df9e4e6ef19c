import { indexIn } from '../data/csr.ts';
import { rounded, slackOf } from './top-n.ts';

/** Whether an item beyond the first k of a ranking scores as much as the last of them: then something else decided who is in. */
export function isCutInTie(scores: Float64Array, ranking: Uint32Array, k: number, leftOut: Uint32Array): boolean {
  if (ranking.length < k || k < 1) return false;
  const last = scores[ranking[k - 1]];
  const least = rounded(last);
  if (ranking.length > k) return rounded(scores[ranking[k]]) === least;
  const slack = slackOf(last);
  let equal = 0;
  for (let item = 0; item < scores.length; item++) {
    // Rounding is slow, and matters only this near.
    if (Math.abs(scores[item] - last) > slack) continue;
    if (rounded(scores[item]) === least && indexIn(leftOut, item) < 0) equal++;
  }
  return equal > ranking.filter((item) => rounded(scores[item]) === least).length;
}
