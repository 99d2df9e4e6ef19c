import type { SparseRow, Values } from '../data/csr.ts';
import { indexIn } from '../data/csr.ts';

/** Positions of the `count` largest |values|, largest first, equal ones in the row's own order. */
export function byStrength({ values }: SparseRow, count = values.length): Uint32Array {
  const size = values.map(Math.abs);
  const chosen = count < values.length ? largest(size, count) : Uint32Array.from(size.keys());
  return chosen.sort((a, b) => size[b] - size[a] || a - b).subarray(0, count);
}

/** Positions of at least the `count` largest, ascending. Sorting bare numbers is far cheaper than ordering positions. */
function largest(size: Values, count: number): Uint32Array {
  const least = count > 0 ? size.slice().sort()[size.length - count] : Infinity;
  const found = new Uint32Array(size.length);
  let length = 0;
  for (let at = 0; at < size.length; at++) if (size[at] >= least) found[length++] = at;
  return found.subarray(0, length);
}

/** The row cut to its `count` largest |values|, still ascending. */
export function strongest(row: SparseRow, count: number): SparseRow {
  if (row.indices.length <= count) return row;
  const kept = byStrength(row, count).sort();
  return { indices: kept.map((at) => row.indices[at]), values: Float64Array.from(kept, (at) => row.values[at]) };
}

/** The row without one of its columns. */
export function without(row: SparseRow, column: number): SparseRow {
  const others = indexIn(row.indices, column);
  if (others < 0) return row;
  return {
    indices: row.indices.filter((index) => index !== column),
    values: row.values.filter((_, at) => at !== others),
  };
}
