import { indexIn } from '../data/csr.ts';
import type { TiedRanks } from '../math/tied-ranks.ts';
import { rounded, slackOf } from './top-n.ts';

/**
 * The ranks of the wanted items among all that are not left out, both lists ascending. Scores are equal as in lists; those
 * without a score are equal among themselves, behind all others. O(items · log wanted), and a comparison for whatever is
 * behind all that are wanted, which is most where a list is good.
 */
export function ranksAmong(scores: Float64Array, wanted: Uint32Array, leftOut: ArrayLike<number>): TiedRanks {
  const own = Float64Array.from(wanted, (item) => rounded(scores[item]));
  const levels = Float64Array.from(new Set(own.filter((score) => !Number.isNaN(score)))).sort();
  /** Candidates equal to each level, and those above the level below it and below it. */
  const equal = new Uint32Array(levels.length);
  const between = new Uint32Array(levels.length + 1);
  let scored = 0;
  let silent = 0;
  let last = 0;
  const lowest = levels.length ? levels[0] - slackOf(levels[0]) : Infinity;
  for (let next = 0, from = 0; next <= leftOut.length; next++) {
    const to = next < leftOut.length ? Math.min(leftOut[next], scores.length) : scores.length;
    for (let item = from; item < to; item++) {
      const score = scores[item];
      if (score < lowest) last++;
      else if (Number.isNaN(score)) silent++;
      else {
        scored++;
        const level = levelOf(levels, score);
        if (level < 0) equal[-1 - level]++;
        else between[level]++;
      }
    }
    from = to + 1;
  }
  scored += last;
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

/** How many of the ascending levels are below a score; −1 − that where the next one equals it. */
function levelOf(levels: Float64Array, score: number): number {
  const below = firstNotBelow(levels, score);
  // Rounding is slow, and matters only near a level. An infinite score is near all.
  const isFar =
    (below === levels.length || levels[below] - score > slackOf(score)) &&
    (below === 0 || score - levels[below - 1] > slackOf(score));
  if (isFar) return below;
  const grade = rounded(score);
  const level = firstNotBelow(levels, grade);
  return levels[level] === grade ? -1 - level : level;
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
