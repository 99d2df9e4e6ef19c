import { indexIn } from '../data/csr.ts';
import type { TiedRanks } from '../math/tied-ranks.ts';
import { rounded, slackOf } from './top-n.ts';

/**
 * The ranks of the wanted items among all that are not left out, both lists ascending. Scores are equal as in lists; those
 * without a score are equal among themselves, behind all others. O(items + wanted · log wanted), but for scores that crowd;
 * one comparison for whatever is behind all that are wanted, which is most where a list is good.
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
  const low = levels.length ? levels[0] : Infinity;
  const high = levels.length ? levels[levels.length - 1] : -Infinity;
  // Rounding is slow, and matters only this near a level: everywhere where one is infinite.
  const near = Math.max(slackOf(low), slackOf(high));
  const { scale, before } = cellsOf(levels);
  for (let next = 0, from = 0; next <= leftOut.length; next++) {
    const to = next < leftOut.length ? Math.min(leftOut[next], scores.length) : scores.length;
    for (let item = from; item < to; item++) {
      const score = scores[item];
      if (score < low - near) {
        last++;
        continue;
      }
      if (score !== score) {
        silent++;
        continue;
      }
      scored++;
      const place = (score - low) * scale;
      let level = before[place > 0 ? (place < cells ? place | 0 : cells) : 0];
      while (level < levels.length && levels[level] < score) level++;
      if (
        (level < levels.length && !(levels[level] - score > near)) ||
        !(level === 0 || score - levels[level - 1] > near)
      ) {
        const grade = rounded(score);
        level = firstNotBelow(levels, grade);
        if (levels[level] === grade) {
          equal[level]++;
          continue;
        }
      }
      between[level]++;
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

const cells = 256;

/**
 * The range of the ascending levels in equal cells, and how many levels are before each: from there on few are left to
 * compare with. Unlike a search by halves this seldom surprises a processor.
 */
function cellsOf(levels: Float64Array): { scale: number; before: Uint32Array } {
  const low = levels[0];
  const wanted = cells / (levels[levels.length - 1] - low);
  // One cell holds all where they cannot be told apart by place.
  const scale = wanted > 0 && wanted < Infinity ? wanted : 0;
  const before = new Uint32Array(cells + 2);
  for (const level of levels) before[Math.floor((level - low) * scale) + 1]++;
  for (let cell = 0; cell <= cells; cell++) before[cell + 1] += before[cell];
  return { scale, before };
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
