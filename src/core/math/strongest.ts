import type { SparseRow } from '../data/csr.ts';
import { indexIn } from '../data/csr.ts';

/**
 * Positions of the `count` largest |values|, largest first, equal ones in the row's own order. O(length): they are dealt into
 * as many buckets as there are values, by size, and only the buckets of the largest are put in order.
 */
export function byStrength({ values }: SparseRow, count = values.length): Uint32Array {
  const { length } = values;
  makeRoom(length);
  let largest = 0;
  for (let at = 0; at < length; at++) {
    const size = Math.abs(values[at]);
    sizes[at] = size;
    if (size > largest) largest = size;
  }
  const scale = largest > 0 ? (length - 1) / largest : 0;
  ends.fill(0, 0, length);
  for (let at = 0; at < length; at++) ends[(sizes[at] * scale) | 0]++;
  let lowest = length;
  let found = 0;
  while (lowest > 0 && found < count) {
    lowest--;
    const from = found;
    found += ends[lowest];
    ends[lowest] = from;
  }
  const order = new Uint32Array(found);
  if (found === 0) return order;
  for (let at = 0; at < length; at++) {
    const bucket = (sizes[at] * scale) | 0;
    if (bucket >= lowest) order[ends[bucket]++] = at;
  }
  for (let bucket = length - 1, from = 0; bucket >= lowest; bucket--) {
    sortBySize(order, from, ends[bucket]);
    from = ends[bucket];
  }
  return order.subarray(0, count);
}

/** Sizes, and where each bucket's positions end; kept, since this is asked a few hundred thousand times. */
let sizes = new Float64Array(0);
let ends = new Uint32Array(0);

function makeRoom(length: number): void {
  if (sizes.length >= length) return;
  sizes = new Float64Array(length);
  ends = new Uint32Array(length);
}

/** Positions that ascend, but for their sizes; most buckets hold one or two. */
function sortBySize(order: Uint32Array, from: number, to: number): void {
  if (to - from > 32) {
    order.subarray(from, to).sort((a, b) => sizes[b] - sizes[a] || a - b);
    return;
  }
  for (let next = from + 1; next < to; next++) {
    const at = order[next];
    const size = sizes[at];
    let place = next;
    for (; place > from && sizes[order[place - 1]] < size; place--) order[place] = order[place - 1];
    order[place] = at;
  }
}

/** The row cut to its `count` largest |values|, still ascending. */
export function strongest(row: SparseRow, count: number): SparseRow {
  if (row.indices.length <= count) return row;
  const kept = byStrength(row, count).sort();
  return { indices: kept.map((at) => row.indices[at]), values: Float64Array.from(kept, (at) => row.values[at]) };
}

/** The row without one of its columns. */
export function without(row: SparseRow, column: number): SparseRow {
  const at = indexIn(row.indices, column);
  if (at < 0) return row;
  const indices = row.indices.slice(0, -1);
  const values = row.values.slice(0, -1);
  indices.set(row.indices.subarray(at + 1), at);
  values.set(row.values.subarray(at + 1), at);
  return { indices, values };
}
