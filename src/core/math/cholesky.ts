/**
 * Solves A x = b for a symmetric positive definite A by A = L Lᵀ (Cholesky), in float64.
 * Matrices are row-major, size × size; only the lower triangle of A is read. About size³/6 multiplications.
 */

/** Overwrites the lower triangle of A with L. False where A is not positive definite; A is then half overwritten. */
export function choleskyFactor(a: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    const r = row * size;
    for (let col = 0; col <= row; col++) {
      const c = col * size;
      let sum = a[r + col];
      for (let k = 0; k < col; k++) sum -= a[r + k] * a[c + k];
      if (col < row) a[r + col] = sum / a[c + col];
      else if (sum > 0) a[r + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** x := A⁻¹ x, given the factor L. */
export function choleskySolve(l: Float64Array, size: number, x: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = x[row];
    for (let k = 0; k < row; k++) sum -= l[row * size + k] * x[k];
    x[row] = sum / l[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row];
    for (let k = row + 1; k < size; k++) sum -= l[k * size + row] * x[k];
    x[row] = sum / l[row * size + row];
  }
}
