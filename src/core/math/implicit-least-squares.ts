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

/**
 * Lower triangle of A += Σ_i s_i y_iᵀ, one after the other, for `count` rows s_i and y_i of the same width as A, a multiple of
 * 4; some cells next to the diagonal get more. Eight cells at a time stay at hand while all rows pass.
 */
function addOuters(a: Float64Array, width: number, scaled: Float64Array, rows: Float64Array, count: number): void {
  const end = count * width;
  for (let f = 0; f < width; f += 2) {
    for (let g = 0; g <= f + 1; g += 4) {
      const one = f * width + g;
      const two = one + width;
      let a0 = a[one];
      let a1 = a[one + 1];
      let a2 = a[one + 2];
      let a3 = a[one + 3];
      let b0 = a[two];
      let b1 = a[two + 1];
      let b2 = a[two + 2];
      let b3 = a[two + 3];
      for (let row = 0; row < end; row += width) {
        const s = scaled[row + f];
        const t = scaled[row + f + 1];
        const y0 = rows[row + g];
        const y1 = rows[row + g + 1];
        const y2 = rows[row + g + 2];
        const y3 = rows[row + g + 3];
        a0 += s * y0;
        a1 += s * y1;
        a2 += s * y2;
        a3 += s * y3;
        b0 += t * y0;
        b1 += t * y1;
        b2 += t * y2;
        b3 += t * y3;
      }
      a[one] = a0;
      a[one + 1] = a1;
      a[one + 2] = a2;
      a[one + 3] = a3;
      a[two] = b0;
      a[two + 1] = b1;
      a[two + 2] = b2;
      a[two + 3] = b3;
    }
  }
}

/** Rows that are added together: some sixty kilobytes of them at 64 factors. */
const together = 64;

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
  const width = Math.ceil(factors / 4) * 4;
  const a = new Float64Array(width * width);
  const rows = new Float64Array(together * width);
  const scaled = new Float64Array(together * width);

  function factorize({ indices, values }: SparseRow): void {
    a.fill(0);
    for (let f = 0; f < width; f++) {
      if (f < factors) a.set(gram.subarray(f * factors, f * factors + f + 1), f * width);
      a[f * width + f] += f < factors ? regularization : 1;
    }
    for (let from = 0; from < indices.length; from += together) {
      const count = Math.min(together, indices.length - from);
      for (let i = 0; i < count; i++) {
        const more = values[from + i] - 1;
        for (let f = 0, at = i * width, item = indices[from + i] * factors; f < factors; f++, at++, item++) {
          rows[at] = other[item];
          scaled[at] = more * other[item];
        }
      }
      addOuters(a, width, scaled, rows, count);
    }
    if (choleskyFactor(a, width)) return;
    throw new LabError(
      'ParamError',
      `Expected a system with one solution; got one without, for ${indices.length} items and ${factors} factors. Raise the regularization or lower the number of factors.`,
    );
  }

  return {
    solve(confidences) {
      const x = new Float64Array(width);
      const { indices, values } = confidences;
      if (indices.length === 0) return x.slice(0, factors);
      factorize(confidences);
      for (let i = 0; i < indices.length; i++) {
        const confidence = values[i];
        for (let f = 0, at = indices[i] * factors; f < factors; f++, at++) x[f] += confidence * other[at];
      }
      choleskySolve(a, width, x);
      return x.slice(0, factors);
    },
    applyInverse(confidences, vector) {
      factorize(confidences);
      const x = new Float64Array(width);
      x.set(vector);
      choleskySolve(a, width, x);
      return x.slice(0, factors);
    },
  };
}
