import type { SparseRow } from '../data/csr.ts';

/** Positions in the row, the largest |value| first, equal ones in the row's own order. */
export function byStrength({ values }: SparseRow): Uint32Array {
  const size = Float64Array.from(values, Math.abs);
  return Uint32Array.from(size.keys()).sort((a, b) => size[b] - size[a] || a - b);
}

/** The row cut to its `count` largest |values|, still ascending. */
export function strongest(row: SparseRow, count: number): SparseRow {
  if (row.indices.length <= count) return row;
  const kept = byStrength(row).subarray(0, count).sort();
  return { indices: kept.map((at) => row.indices[at]), values: Float64Array.from(kept, (at) => row.values[at]) };
}

/** The row without one of its columns. */
export function without(row: SparseRow, column: number): SparseRow {
  const others = row.indices.findIndex((index) => index === column);
  if (others < 0) return row;
  return {
    indices: row.indices.filter((index) => index !== column),
    values: row.values.filter((_, at) => at !== others),
  };
}
