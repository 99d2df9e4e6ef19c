import type { Values } from '../data/csr.ts';

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
