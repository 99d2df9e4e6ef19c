/**
 * The one place where scores become a list. Seen items, NaN, ties and "fewer than n" are settled here.
 * A tie is two scores that agree to nine decimals, or to twelve significant digits for large sums;
 * the lower index comes first, so that rounding noise never decides.
 */
export interface Ranked {
  readonly item: number;
  readonly score: number;
  /** From 1. */
  readonly rank: number;
}

/**
 * The n best items, best first. `seen` is an ascending list of items to leave out.
 * O(items · log n) with a bounded heap; allocates only the answer.
 */
export function topN(scores: Float64Array, n: number, seen: ArrayLike<number> = []): Uint32Array {
  const heap = new Uint32Array(Math.min(n, scores.length));
  let size = 0;
  let cursor = 0;
  for (let item = 0; item < scores.length; item++) {
    while (cursor < seen.length && seen[cursor] < item) cursor++;
    if (cursor < seen.length && seen[cursor] === item) continue;
    const score = scores[item];
    if (score !== score) continue;
    if (size < heap.length) {
      heap[size] = item;
      siftUp(heap, size++, scores);
    } else if (size > 0 && isBefore(item, heap[0], scores)) {
      heap[0] = item;
      siftDown(heap, size, scores);
    }
  }
  return heap.slice(0, size).sort((a, b) => (isBefore(a, b, scores) ? -1 : 1));
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
  const digits = 10 ** (11 - Math.floor(Math.log10(size)));
  return Math.round(score * digits) / digits;
}

function siftUp(heap: Uint32Array, at: number, scores: Float64Array): void {
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap[parent], heap[at], scores)) return;
    swap(heap, parent, at);
    at = parent;
  }
}

/** The root is the worst of those kept. */
function siftDown(heap: Uint32Array, size: number, scores: Float64Array): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= size) return;
    const right = left + 1;
    const worse = right < size && isBefore(heap[left], heap[right], scores) ? right : left;
    if (!isBefore(heap[at], heap[worse], scores)) return;
    swap(heap, at, worse);
    at = worse;
  }
}

function swap(heap: Uint32Array, a: number, b: number): void {
  const kept = heap[a];
  heap[a] = heap[b];
  heap[b] = kept;
}
