/**
 * The leading singular values and right singular vectors of a large matrix, from its products with a few vectors.
 * N. Halko, P. G. Martinsson, J. A. Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011: algorithm 4.4
 * (randomized subspace iteration), then the small problem behind it.
 *
 *   start      Q := orthonormal basis of A Ω,  Ω random normal, a few columns more than asked for
 *   iterate    Q := basis of A (basis of Aᵀ Q)
 *   finish     with B = Aᵀ Q:  Bᵀ B = W Λ Wᵀ,  σ = √Λ,  V = B W σ⁻¹
 *
 * A is sparse with one number added to every cell: missing values can be filled without a cell more in memory.
 */
import type { CsrMatrix } from '../data/csr.ts';
import type { Rng } from '../rng.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

export interface FilledMatrix {
  /** Rows × columns, and the same cells the other way round. */
  readonly cells: CsrMatrix;
  readonly turned: CsrMatrix;
  /** Added to every cell, stored or not. */
  readonly fill: number;
}

export interface RightVectors {
  /** σ, descending; fewer than asked for where the matrix has no more. */
  readonly values: Float64Array;
  /** V, row-major, columns of A × values. */
  readonly vectors: Float64Array;
}

const extra = 10;
const iterations = 5;
/** Below this share of the largest σ, or of a vector's own length, only rounding is left. */
const negligible = 1e-7;

/** Yields the share done, between 0 and 1, after each vector. Throws nothing; a zero matrix has no vectors. */
export function* truncatedSvd(a: FilledMatrix, count: number, rng: Rng): Generator<number, RightVectors, void> {
  const { rows, cols } = a.cells;
  const width = Math.min(count + extra, rows, cols);
  const turned = { cells: a.turned, turned: a.cells, fill: a.fill };
  const passes = 2 * iterations + 2;
  let done = 0;
  const basis: Float64Array[] = Array.from({ length: width }, () =>
    Float64Array.from({ length: cols }, () => rng.normal()),
  );
  for (let pass = 0; pass < passes; pass++) {
    const side = pass % 2 === 0 ? a : turned;
    for (let k = 0; k < width; k++) {
      basis[k] = times(side, basis[k]);
      yield ++done / (2 * passes * width);
    }
    // The last product is B itself.
    if (pass === passes - 1) break;
    for (let k = 0; k < width; k++) {
      orthonormalize(basis, k);
      yield ++done / (2 * passes * width);
    }
  }
  return finish(basis, cols, count);
}

function finish(b: readonly Float64Array[], cols: number, count: number): RightVectors {
  const width = b.length;
  const gram = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) gram[i * width + j] = gram[j * width + i] = dot(b[i], b[j]);
  }
  const eigen = symmetricEigen(gram, width);
  const values = Float64Array.from(eigen.values, (value) => Math.sqrt(Math.max(0, value)))
    .filter((value, _, all) => value > negligible * all[0])
    .slice(0, count);
  const vectors = new Float64Array(cols * values.length);
  values.forEach((value, k) => {
    for (let i = 0; i < width; i++) {
      const weight = eigen.vectors[k * width + i] / value;
      for (let col = 0; col < cols; col++) vectors[col * values.length + k] += weight * b[i][col];
    }
  });
  return { values, vectors };
}

/** A x */
function times({ cells: { rows, indptr, indices, values }, fill }: FilledMatrix, x: Float64Array): Float64Array {
  let everywhere = 0;
  if (fill !== 0) for (let i = 0; i < x.length; i++) everywhere += x[i];
  const out = new Float64Array(rows).fill(fill * everywhere);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = indptr[row], end = indptr[row + 1]; at < end; at++) sum += values[at] * x[indices[at]];
    out[row] += sum;
  }
  return out;
}

/** Makes vector k orthogonal to those before it and of length 1, or 0 where it depends on them. Twice is enough. */
function orthonormalize(basis: readonly Float64Array[], k: number): void {
  const own = basis[k];
  const before = Math.sqrt(dot(own, own));
  for (let round = 0; round < 2; round++) {
    for (let other = 0; other < k; other++) {
      const share = dot(basis[other], own);
      for (let i = 0; i < own.length; i++) own[i] -= share * basis[other][i];
    }
  }
  const length = Math.sqrt(dot(own, own));
  const scale = length > negligible * negligible * before ? 1 / length : 0;
  for (let i = 0; i < own.length; i++) own[i] *= scale;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
