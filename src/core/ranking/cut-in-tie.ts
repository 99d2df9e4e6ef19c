import { indexIn } from '../data/csr.ts';
import { rounded } from './top-n.ts';

/** Whether an item beyond the first k of a ranking scores as much as the last of them: then something else decided who is in. */
export function isCutInTie(scores: Float64Array, ranking: Uint32Array, k: number, leftOut: Uint32Array): boolean {
  if (ranking.length < k || k < 1) return false;
  const least = rounded(scores[ranking[k - 1]]);
  if (ranking.length > k) return rounded(scores[ranking[k]]) === least;
  let equal = 0;
  for (let item = 0; item < scores.length; item++) {
    if (rounded(scores[item]) === least && indexIn(leftOut, item) < 0) equal++;
  }
  return equal > ranking.filter((item) => rounded(scores[item]) === least).length;
}
