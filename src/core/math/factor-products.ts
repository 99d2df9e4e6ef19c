import type { Values } from '../data/csr.ts';

/** out[row] = x · row, for row-major factors, rows × x.length. */
export function factorProducts(rows: Values, x: ArrayLike<number>, out: Float64Array): void {
  const factors = x.length;
  const vector = Float64Array.from(x);
  for (let row = 0, at = 0; row < out.length; row++) {
    // Four sums side by side: one alone would wait for itself at every addition.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let f = 0;
    for (; f + 3 < factors; f += 4, at += 4) {
      a += rows[at] * vector[f];
      b += rows[at + 1] * vector[f + 1];
      c += rows[at + 2] * vector[f + 2];
      d += rows[at + 3] * vector[f + 3];
    }
    for (; f < factors; f++, at++) a += rows[at] * vector[f];
    out[row] = a + b + c + d;
  }
}
