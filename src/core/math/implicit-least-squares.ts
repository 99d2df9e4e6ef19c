/**
 * One row of implicit-feedback factorization against fixed factors y_i of the other side (Hu, Koren & Volinsky 2008, eq. 4).
 *   minimize  Σ_i c_i (p_i − x·y_i)² + λ |x|²,   p_i = 1 with confidence c_i on the row's cells, p_i = 0 with c_i = 1 elsewhere
 *   solution  A x = Σ_cells c_i y_i,   A = YᵀY + λ I + Σ_cells (c_i − 1) y_i y_iᵀ
 * so that a score splits by cells:  x·y_k = Σ_cells c_i (A⁻¹ y_k)·y_i.
 */
import type { SparseRow, Values } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { choleskyFactor, choleskySolve } from './cholesky.ts';

/** YᵀY of row-major factors, its lower triangle only: factors × factors. */
export function gramOf(rows: Values, factors: number): Float64Array {
  const gram = new Float64Array(factors * factors);
  // Two rows at a time, so that each cell of the square is fetched and stored half as often.
  const one = new Float64Array(factors);
  const two = new Float64Array(factors);
  for (let start = 0; start < rows.length; start += 2 * factors) {
    const paired = start + factors < rows.length;
    for (let f = 0; f < factors; f++) {
      one[f] = rows[start + f];
      two[f] = paired ? rows[start + factors + f] : 0;
    }
    for (let f = 0; f < factors; f++) {
      const a = one[f];
      const b = two[f];
      for (let g = 0, at = f * factors; g <= f; g++, at++) gram[at] += a * one[g] + b * two[g];
    }
  }
  return gram;
}

/** Lower triangle of A += v y yᵀ + w z zᵀ: two rows at a time, as above, added one after the other. */
function addOuters(a: Float64Array, v: number, y: Float64Array, w: number, z: Float64Array): void {
  const factors = y.length;
  for (let f = 0; f < factors; f++) {
    const scaledY = v * y[f];
    const scaledZ = w * z[f];
    for (let g = 0, at = f * factors; g <= f; g++, at++) a[at] = a[at] + scaledY * y[g] + scaledZ * z[g];
  }
}

export interface RowSolver {
  /** x of a row with these confidences; zeros for an empty row. */
  solve(confidences: SparseRow): Float64Array;
  /** A⁻¹ y with the row's own A. */
  applyInverse(confidences: SparseRow, y: ArrayLike<number>): Float64Array;
}

/**
 * Solves rows exactly, in float64. `other`: row-major factors of the other side; `gram` as of `gramOf(other)`.
 * O(cells · factors² + factors³) per row. Throws ParamError where A is not positive definite.
 */
export function createRowSolver(
  other: Values,
  factors: number,
  regularization: number,
  gram = gramOf(other, factors),
): RowSolver {
  const a = new Float64Array(factors * factors);
  const y = new Float64Array(factors);
  const z = new Float64Array(factors);
  const load = (item: number, row: Float64Array) => {
    for (let f = 0, at = item * factors; f < factors; f++, at++) row[f] = other[at];
  };

  function factorize({ indices, values }: SparseRow): void {
    a.set(gram);
    for (let f = 0; f < factors; f++) a[f * factors + f] += regularization;
    for (let i = 0; i < indices.length; i += 2) {
      const isPair = i + 1 < indices.length;
      load(indices[i], y);
      if (isPair) load(indices[i + 1], z);
      else z.fill(0);
      addOuters(a, values[i] - 1, y, isPair ? values[i + 1] - 1 : 0, z);
    }
    if (choleskyFactor(a, factors)) return;
    throw new LabError(
      'ParamError',
      `Expected a system with one solution; got one without, for ${indices.length} items and ${factors} factors. Raise the regularization or lower the number of factors.`,
    );
  }

  return {
    solve(confidences) {
      const x = new Float64Array(factors);
      if (confidences.indices.length === 0) return x;
      factorize(confidences);
      for (let i = 0; i < confidences.indices.length; i++) {
        load(confidences.indices[i], y);
        for (let f = 0; f < factors; f++) x[f] += confidences.values[i] * y[f];
      }
      choleskySolve(a, factors, x);
      return x;
    },
    applyInverse(confidences, vector) {
      factorize(confidences);
      const x = Float64Array.from(vector);
      choleskySolve(a, factors, x);
      return x;
    },
  };
}
