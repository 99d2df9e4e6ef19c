import type { Values } from '../data/csr.ts';

/** out[row] = x · row, for row-major factors, rows × x.length. */
export function factorProducts(rows: Values, x: ArrayLike<number>, out: Float64Array): void {
  const vector = Float64Array.from(x);
  const factors = vector.length;
  // Two rows at a time, so that x is fetched half as often; the last of an odd number goes with itself.
  for (let row = 0; row < out.length; row += 2) {
    const other = Math.min(row + 1, out.length - 1);
    // Four sums side by side: one alone would wait for itself at every addition.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let s = 0;
    let t = 0;
    let u = 0;
    let v = 0;
    let at = row * factors;
    let to = other * factors;
    let f = 0;
    for (; f + 3 < factors; f += 4, at += 4, to += 4) {
      const x0 = vector[f];
      const x1 = vector[f + 1];
      const x2 = vector[f + 2];
      const x3 = vector[f + 3];
      a += rows[at] * x0;
      b += rows[at + 1] * x1;
      c += rows[at + 2] * x2;
      d += rows[at + 3] * x3;
      s += rows[to] * x0;
      t += rows[to + 1] * x1;
      u += rows[to + 2] * x2;
      v += rows[to + 3] * x3;
    }
    for (; f < factors; f++, at++, to++) {
      a += rows[at] * vector[f];
      s += rows[to] * vector[f];
    }
    out[row] = a + b + c + d;
    out[other] = s + t + u + v;
  }
}
