import type { SparseRow, Values } from '../data/csr.ts';
import { indexIn } from '../data/csr.ts';

/** Positions of the `count` largest |values|, largest first, equal ones in the row's own order. */
export function byStrength({ values }: SparseRow, count = values.length): Uint32Array {
  const size = values.map(Math.abs);
  const chosen = count < values.length ? largest(size, count) : Uint32Array.from(size.keys());
  return chosen.sort((a, b) => size[b] - size[a] || a - b).subarray(0, count);
}

/** Positions of at least the `count` largest, ascending. */
function largest(size: Values, count: number): Uint32Array {
  const least = count > 0 ? selected(size.slice(), size.length - count) : Infinity;
  const found = new Uint32Array(size.length);
  let length = 0;
  for (let at = 0; at < size.length; at++) if (size[at] >= least) found[length++] = at;
  return found.subarray(0, length);
}

/** The number that would stand at a place if they were sorted, which they partly are afterwards (C. A. R. Hoare 1961). */
function selected(numbers: Values, place: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >>> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (numbers[i] < pivot) i++;
      while (numbers[j] > pivot) j--;
      if (i > j) break;
      const kept = numbers[i];
      numbers[i++] = numbers[j];
      numbers[j--] = kept;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return pivot;
  }
  return numbers[place];
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
