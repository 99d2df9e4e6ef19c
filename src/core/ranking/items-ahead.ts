import type { TiedRanks } from '../math/tied-ranks.ts';
import { isBefore } from './top-n.ts';

/**
 * How many candidates stand before each wanted item in a list of all, the wanted ones themselves not counted; ascending, as
 * the wanted items follow one another in the list. One without a score is in no list: it gets `scores.length`, more than there
 * can be. `wanted` and `leftOut` are ascending. O(items · log wanted), one comparison for what is behind all that are wanted.
 */
export function itemsAhead(scores: Float64Array, wanted: Uint32Array, leftOut: ArrayLike<number>): Uint32Array {
  const ahead = new Uint32Array(wanted.length).fill(scores.length);
  const listed = wanted.filter((item) => !Number.isNaN(scores[item])).sort((a, b) => (isBefore(a, b, scores) ? -1 : 1));
  if (listed.length === 0) return ahead;
  const levels = Float64Array.from(listed, (item) => scores[item]);
  const worst = levels[levels.length - 1];
  const least = worst - nearBy(worst);
  /** Items between two of those listed. */
  const between = new Uint32Array(listed.length + 1);
  const count = (from: number, to: number) => {
    for (let item = from; item < to; item++) {
      // Neither is an item without a score above it.
      if (scores[item] >= least || Number.isNaN(least)) between[placeOf(item, scores, listed, levels)]++;
    }
  };
  let from = 0;
  let out = 0;
  for (const next of wanted) {
    for (; out < leftOut.length && leftOut[out] < next; out++) {
      count(from, leftOut[out]);
      from = leftOut[out] + 1;
    }
    count(from, next);
    from = next + 1;
  }
  for (; out < leftOut.length; out++) {
    count(from, leftOut[out]);
    from = leftOut[out] + 1;
  }
  count(from, scores.length);
  for (let at = 0, sum = 0; at < listed.length; at++) ahead[at] = sum += between[at];
  return ahead;
}

/**
 * The same, from the wanted items' ranks among the same candidates, in a fraction of the time; null where another candidate
 * scores the same as one of them, since ranks do not tell which of the two comes first.
 */
export function aheadByRanks(ranks: TiedRanks, scores: Float64Array, wanted: Uint32Array): Uint32Array | null {
  const isListed = (_: number, at: number) => !Number.isNaN(scores[wanted[at]]);
  // Whatever has the better best rank has the better worst one, so both can be sorted on their own.
  const best = ranks.best.filter(isListed).sort();
  const worst = ranks.worst.filter(isListed).sort();
  const ahead = new Uint32Array(wanted.length).fill(scores.length);
  for (let from = 0, to = 0; from < best.length; from = to) {
    while (to < best.length && best[to] === best[from]) to++;
    if (worst[from] - best[from] + 1 !== to - from) return null;
    ahead.fill(best[from] - 1 - from, from, to);
  }
  return ahead;
}

/** Before how many of those listed, best first, the item does not stand. */
function placeOf(item: number, scores: Float64Array, listed: Uint32Array, levels: Float64Array): number {
  const score = scores[item];
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const above = score - levels[middle];
    // Scores this near may be equal when rounded; infinite ones have no distance.
    const isAhead = Math.abs(above) > nearBy(score) ? above > 0 : isBefore(item, listed[middle], scores);
    if (isAhead) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** More than rounding moves a score. */
const nearBy = (score: number) => 2e-9 * Math.max(1, Math.abs(score));
