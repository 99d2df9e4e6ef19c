/**
 * One list out of several, by what each gives an item, from 0 to 1:
 *   rank   (n − p) / n for the item at position p, from 0, of a list of n; nothing below its end. A list is worth what it
 *          puts first, whatever the units of its scores: Borda's count of 1781, cut off. It ends at the length asked for, or
 *          before a score of exactly 0: where evidence is added up, that is an item of which there was none.
 *   score  (s − min) / (max − min) over the items not seen; 0 where all are equal. Keeps how far apart items stand.
 * The blend is the mean of these by the weights; an item that nobody gives anything has none (NaN).
 */
import type { ValuesOf } from '../params.ts';
import { choice } from '../params.ts';
import { topN } from './top-n.ts';

export const combineParam = choice({
  label: 'Blend by',
  help: 'Places make lists comparable whatever their scores; scaled scores keep how far apart items stand.',
  live: true,
  default: 'rank',
  options: [
    { id: 'rank', label: 'place in each list' },
    { id: 'score', label: 'score, scaled to 0 … 1' },
  ],
});
export type Combine = ValuesOf<{ combine: typeof combineParam }>['combine'];

export interface BlendRule {
  readonly combine: Combine;
  /** The longest list, for "rank". */
  readonly length: number;
}

/** Deep enough for any list on a page, and short enough to be sorted at once. */
export const usualLength = 200;

/** Weights as shares of 1; all zero: equal shares. */
export function sharesOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length));
}

/** What one recommender gives every item, from its scores, into `out`. `seen`: ascending. */
export function pointsOf(
  scores: Float64Array,
  { combine, length }: BlendRule,
  seen: ArrayLike<number>,
  out: Float64Array,
): void {
  if (combine === 'rank') {
    const best = topN(scores, length, seen);
    const end = best.findIndex((item) => scores[item] === 0);
    const list = end < 0 ? best : best.subarray(0, end);
    out.fill(NaN);
    for (let at = 0; at < list.length; at++) out[list[at]] = (list.length - at) / list.length;
    return;
  }
  const { min, max } = rangeOf(scores, seen);
  const span = max - min;
  for (let item = 0; item < out.length; item++) {
    out[item] = Number.isNaN(scores[item]) ? NaN : span > 0 ? (scores[item] - min) / span : 0;
  }
}

/** Mean of the points by the shares, into `out`, which may be one of `points`. A share of 0 is not heard. */
export function blend(points: readonly Float64Array[], shares: readonly number[], out: Float64Array): void {
  for (let item = 0; item < out.length; item++) {
    let sum = NaN;
    for (let part = 0; part < points.length; part++) {
      const given = points[part][item];
      if (shares[part] === 0 || Number.isNaN(given)) continue;
      sum = (Number.isNaN(sum) ? 0 : sum) + shares[part] * given;
    }
    out[item] = sum;
  }
}

/** What one of them gave an item, in words; `points` are all it gave. */
export function saying(given: number, points: Float64Array, { combine }: BlendRule): string {
  if (combine === 'score') return `${Math.round(100 * given)} % of its best score`;
  const length = points.reduce((count, one) => (Number.isNaN(one) ? count : count + 1), 0);
  return `number ${length + 1 - Math.round(given * length)} of ${length}`;
}

/** Of the scores there are, over items not seen. */
function rangeOf(scores: Float64Array, seen: ArrayLike<number>): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  let cursor = 0;
  for (let item = 0; item < scores.length; item++) {
    while (cursor < seen.length && seen[cursor] < item) cursor++;
    if (cursor < seen.length && seen[cursor] === item) continue;
    if (scores[item] < min) min = scores[item];
    if (scores[item] > max) max = scores[item];
  }
  return { min, max };
}
