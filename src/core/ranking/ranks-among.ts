import { indexIn } from '../data/csr.ts';
import type { TiedRanks } from '../math/tied-ranks.ts';
import { rounded } from './top-n.ts';

/**
 * The ranks of the wanted items among all that are not left out, both lists ascending. Scores are equal as in lists; those
 * without a score are equal among themselves, behind all others. O(items · log wanted).
 */
export function ranksAmong(scores: Float64Array, wanted: Uint32Array, leftOut: ArrayLike<number>): TiedRanks {
  const own = Float64Array.from(wanted, (item) => rounded(scores[item]));
  const levels = Float64Array.from(new Set(own.filter((score) => !Number.isNaN(score)))).sort();
  /** Candidates equal to each level, and those above the level below it and below it. */
  const equal = new Uint32Array(levels.length);
  const between = new Uint32Array(levels.length + 1);
  let scored = 0;
  let silent = 0;
  let cursor = 0;
  for (let item = 0; item < scores.length; item++) {
    while (cursor < leftOut.length && leftOut[cursor] < item) cursor++;
    if (cursor < leftOut.length && leftOut[cursor] === item) continue;
    const score = rounded(scores[item]);
    if (Number.isNaN(score)) {
      silent++;
      continue;
    }
    scored++;
    const below = firstNotBelow(levels, score);
    if (levels[below] === score) equal[below]++;
    else between[below]++;
  }
  const above = new Uint32Array(levels.length);
  for (let level = levels.length - 1, higher = 0; level >= 0; level--) {
    higher += between[level + 1];
    above[level] = higher;
    higher += equal[level];
  }
  const best = new Float64Array(wanted.length);
  const worst = new Float64Array(wanted.length);
  own.forEach((score, at) => {
    const level = Number.isNaN(score) ? -1 : indexIn(levels, score);
    best[at] = level < 0 ? scored + 1 : above[level] + 1;
    worst[at] = level < 0 ? scored + silent : above[level] + equal[level];
  });
  return { candidates: scored + silent, best, worst };
}

/** Position of the first of the ascending levels that is not below. */
function firstNotBelow(levels: Float64Array, score: number): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (levels[middle] < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
