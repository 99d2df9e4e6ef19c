/**
 * The one place where scores become a list. Seen items, NaN, ties and "fewer than n" are settled here.
 * A tie is two scores that agree to nine decimals, or to twelve significant digits for large sums;
 * the lower index comes first, so that rounding noise never decides.
 */
import { ln, powerOfTen } from '../math/elementary.ts';
export interface Ranked {
  readonly item: number;
  readonly score: number;
  /** From 1. */
  readonly rank: number;
}

/**
 * The n best items, best first. `seen` is an ascending list of items to leave out.
 * O(items · log n) with a bounded heap; most items are turned away by one comparison.
 */
export function topN(scores: Float64Array, n: number, seen: ArrayLike<number> = []): Uint32Array {
  const room = Math.min(n, scores.length);
  const heap: Heap = { items: new Uint32Array(room), grades: new Float64Array(room), size: 0 };
  /** Whatever scores less is worse than all that are kept. */
  let least = -Infinity;
  for (let next = 0, from = 0; next <= seen.length && room > 0; next++) {
    const to = next < seen.length ? Math.min(seen[next], scores.length) : scores.length;
    for (let item = from; item < to; item++) {
      const score = scores[item];
      // Also where there is no score.
      if (!(score >= least)) continue;
      const grade = rounded(score);
      if (heap.size < room) push(heap, item, grade);
      else if (grade > heap.grades[0]) replaceWorst(heap, item, grade);
      else continue;
      if (heap.size === room) least = heap.grades[0] - slackOf(heap.grades[0]);
      // Infinite ones are compared as they are.
      if (least !== least) least = -Infinity;
    }
    from = to + 1;
  }
  const list = new Uint32Array(heap.size);
  while (heap.size > 0) {
    list[heap.size - 1] = heap.items[0];
    dropWorst(heap);
  }
  return list;
}

/** Rank from 1 that `item` would have among the unseen items, or NaN if it has no score. */
export function rankOf(scores: Float64Array, item: number, seen: ArrayLike<number> = []): number {
  if (Number.isNaN(scores[item])) return NaN;
  let rank = 1;
  let cursor = 0;
  for (let other = 0; other < scores.length; other++) {
    while (cursor < seen.length && seen[cursor] < other) cursor++;
    if (cursor < seen.length && seen[cursor] === other) continue;
    if (other !== item && isBefore(other, item, scores)) rank++;
  }
  return rank;
}

/**
 * The best and the worst rank that any order of equal scores could give `item` among the unseen; both NaN if it has no
 * score. Where they differ, whether it is in a list may be a matter of how ties are broken.
 */
export function tiedRanks(
  scores: Float64Array,
  item: number,
  seen: ArrayLike<number> = [],
): readonly [best: number, worst: number] {
  const own = rounded(scores[item]);
  if (Number.isNaN(own)) return [NaN, NaN];
  let above = 0;
  let equal = 0;
  let cursor = 0;
  for (let other = 0; other < scores.length; other++) {
    while (cursor < seen.length && seen[cursor] < other) cursor++;
    if (cursor < seen.length && seen[cursor] === other) continue;
    const score = rounded(scores[other]);
    if (score > own) above++;
    else if (score === own && other !== item) equal++;
  }
  return [above + 1, above + equal + 1];
}

/** Whether item a comes before item b; NaN comes last. */
export function isBefore(a: number, b: number, scores: Float64Array): boolean {
  const x = rounded(scores[a]);
  const y = rounded(scores[b]);
  if (x > y) return true;
  if (x < y) return false;
  if (x === y) return a < b;
  return x === x;
}

/**
 * Rounding to a grid, rather than comparing with a tolerance, keeps the order transitive.
 * Infinite scores pass through unchanged.
 */
export function rounded(score: number): number {
  const size = Math.abs(score);
  if (size < 1000) return Math.round(score * 1e9) / 1e9;
  if (size === Infinity) return score;
  const digits = powerOfTen(11 - Math.floor(ln(size) * Math.LOG10E + 1e-12));
  return Math.round(score * digits) / digits;
}

/** Two scores further apart than this are never equal, whichever of them it is asked of. */
export const slackOf = (score: number): number => 1e-9 * Math.max(1, Math.abs(score));

/** Items and their rounded scores; the first is the worst of them. */
interface Heap {
  readonly items: Uint32Array;
  readonly grades: Float64Array;
  size: number;
}

function push(heap: Heap, item: number, grade: number): void {
  const { items, grades } = heap;
  let at = heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isWorse(item, grade, items[parent], grades[parent])) break;
    items[at] = items[parent];
    grades[at] = grades[parent];
    at = parent;
  }
  items[at] = item;
  grades[at] = grade;
}

function replaceWorst({ items, grades, size }: Heap, item: number, grade: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    const right = child + 1;
    if (right < size && isWorse(items[right], grades[right], items[child], grades[child])) child = right;
    if (!isWorse(items[child], grades[child], item, grade)) break;
    items[at] = items[child];
    grades[at] = grades[child];
    at = child;
  }
  items[at] = item;
  grades[at] = grade;
}

function dropWorst(heap: Heap): void {
  const last = --heap.size;
  if (last > 0) replaceWorst(heap, heap.items[last], heap.grades[last]);
}

const isWorse = (item: number, grade: number, other: number, otherGrade: number): boolean =>
  grade < otherGrade || (grade === otherGrade && item > other);
