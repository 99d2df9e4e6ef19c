/** The smallest square of a length to divide by: a zero vector stays zero. */
const smallest = 1e-12;

/** |x|, or what stands for it where that is nothing. */
export function lengthOf(x: ArrayLike<number>): number {
  let squares = 0;
  for (let f = 0; f < x.length; f++) squares += x[f] ** 2;
  return Math.sqrt(Math.max(squares, smallest));
}

/** Row-major rows, each scaled to length 1. */
export function toUnitRows(rows: Float32Array, width: number): Float32Array {
  const scaled = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += width) {
    const length = lengthOf(rows.subarray(at, at + width));
    for (let f = at; f < at + width; f++) scaled[f] = rows[f] / length;
  }
  return scaled;
}
