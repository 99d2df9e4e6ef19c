import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { factorProducts } from './factor-products.ts';

/** a_i·b for row i of row-major factors, the width being b's. */
export function rowDot(rows: Values, row: number, b: ArrayLike<number>): number {
  let sum = 0;
  for (let f = 0, at = row * b.length; f < b.length; f++, at++) sum += rows[at] * b[f];
  return sum;
}

/** The cosine of each row's factors with those of `row` into `out`; NaN where a vector is zero. */
export function cosinesOfRows(rows: Values, factors: number, row: number, out: Float64Array): void {
  const own = rows.subarray(row * factors, (row + 1) * factors);
  const norm = Math.sqrt(rowDot(rows, row, own));
  for (let other = 0; other < out.length; other++) {
    const vector = rows.subarray(other * factors, (other + 1) * factors);
    const size = Math.sqrt(rowDot(rows, other, vector));
    out[other] = size > 0 && norm > 0 ? rowDot(rows, other, own) / (size * norm) : NaN;
  }
}

/**
 * Σ w_j cos(row j, each row) over the weighted rows j, into `out`; NaN for a zero vector. What is alike adds up before it is
 * compared, so that many rows cost as much as one.
 */
export function summedCosines(rows: Values, factors: number, { indices, values }: SparseRow, out: Float64Array): void {
  const direction = new Float64Array(factors);
  const sizeOf = (row: number) => Math.sqrt(rowDot(rows, row, rows.subarray(row * factors, (row + 1) * factors)));
  for (let at = 0; at < indices.length; at++) {
    const size = sizeOf(indices[at]);
    if (size === 0) continue;
    for (let f = 0; f < factors; f++) direction[f] += (values[at] / size) * rows[indices[at] * factors + f];
  }
  factorProducts(rows, direction, out);
  for (let row = 0; row < out.length; row++) {
    const size = sizeOf(row);
    out[row] = size > 0 ? out[row] / size : NaN;
  }
}

/** Zeros for the items that nobody has met: they kept a random start, which means nothing. */
export function clearUnmet(rows: Values, factors: number, { rows: items, indptr }: CsrMatrix): void {
  for (let item = 0; item < items; item++) {
    if (indptr[item] === indptr[item + 1]) rows.fill(0, item * factors, (item + 1) * factors);
  }
}
