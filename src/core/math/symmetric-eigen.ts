/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (G. H. Golub, C. F. Van Loan, "Matrix
 * computations", 4th ed., 8.5): each rotation clears one cell beside the diagonal, until none is left. About 10 · size³ · 4
 * multiplications; small eigenvalues come out as exactly as the matrix states them.
 */
export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row-major, size × size: row k is the unit vector of value k. */
  readonly vectors: Float64Array;
}

/** `matrix`: row-major, size × size, symmetric; not changed. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let k = 0; k < size; k++) v[k * size + k] = 1;
  for (let sweep = 0; sweep < 60 && offDiagonal(a, size) > 0; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((x, y) => a[y * size + y] - a[x * size + x]);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(v.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (k) => a[k * size + k]), vectors };
}

/** The sum of squares beside the diagonal, 0 where only rounding is left. */
function offDiagonal(a: Float64Array, size: number): number {
  let beside = 0;
  let all = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const square = a[i * size + j] ** 2;
      all += square;
      if (i !== j) beside += square;
    }
  }
  return beside > 1e-32 * all ? beside : 0;
}

/** A := J A Jᵀ and V := J V with the rotation J of rows p and q that makes A[p][q] zero. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const cross = a[p * size + q];
  if (cross === 0) return;
  const slant = (a[q * size + q] - a[p * size + p]) / (2 * cross);
  const t = (slant >= 0 ? 1 : -1) / (Math.abs(slant) + Math.sqrt(slant * slant + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const x = a[k * size + p];
    const y = a[k * size + q];
    a[k * size + p] = c * x - s * y;
    a[k * size + q] = s * x + c * y;
  }
  for (const matrix of [a, v]) {
    for (let k = 0; k < size; k++) {
      const x = matrix[p * size + k];
      const y = matrix[q * size + k];
      matrix[p * size + k] = c * x - s * y;
      matrix[q * size + k] = s * x + c * y;
    }
  }
  a[p * size + q] = a[q * size + p] = 0;
}
