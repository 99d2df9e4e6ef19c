import type { AlsProblem } from '../../src/core/compute.ts';
import type { CsrMatrix } from '../../src/core/data/csr.ts';

/** The same sweep in scalar TypeScript as one would write it for speed: flat 32-bit arrays, no allocation per row. */
export function scalarAls({ byUser, byItem, factors, regularization, steps, userFactors, itemFactors }: AlsProblem) {
  const users = userFactors.slice();
  const items = itemFactors.slice();
  const gram = new Float32Array(factors * factors);
  const residual = new Float32Array(factors);
  const direction = new Float32Array(factors);
  const product = new Float32Array(factors);

  function sweep(): void {
    solveSide(byUser, users, items);
    solveSide(byItem, items, users);
  }

  function solveSide(cells: CsrMatrix, own: Float32Array, other: Float32Array): void {
    gramOf(other);
    for (let row = 0; row < cells.rows; row++) solveRow(cells, row, own, other);
  }

  function gramOf(rows: Float32Array): void {
    gram.fill(0);
    for (let start = 0; start < rows.length; start += factors) {
      for (let a = 0; a < factors; a++) {
        const x = rows[start + a];
        for (let b = a; b < factors; b++) gram[a * factors + b] += x * rows[start + b];
      }
    }
    for (let a = 0; a < factors; a++) {
      for (let b = 0; b < a; b++) gram[a * factors + b] = gram[b * factors + a];
      gram[a * factors + a] += regularization;
    }
  }

  function solveRow(cells: CsrMatrix, row: number, own: Float32Array, other: Float32Array): void {
    const x = row * factors;
    const empty = cells.indptr[row] === cells.indptr[row + 1];
    for (let f = 0; f < factors; f++) direction[f] = own[x + f];
    multiply(cells, row, other, 1);
    let old = 0;
    for (let f = 0; f < factors; f++) {
      residual[f] = direction[f] = -product[f];
      old += residual[f] * residual[f];
    }
    for (let step = 0; step < steps && old > 1e-20; step++) {
      multiply(cells, row, other, 0);
      let curvature = 0;
      for (let f = 0; f < factors; f++) curvature += direction[f] * product[f];
      const length = old / curvature;
      let now = 0;
      for (let f = 0; f < factors; f++) {
        own[x + f] += length * direction[f];
        residual[f] -= length * product[f];
        now += residual[f] * residual[f];
      }
      for (let f = 0; f < factors; f++) direction[f] = residual[f] + (now / old) * direction[f];
      old = now;
    }
    if (empty) own.fill(0, x, x + factors);
  }

  function multiply(cells: CsrMatrix, row: number, other: Float32Array, minusB: number): void {
    for (let a = 0; a < factors; a++) {
      let sum = 0;
      for (let b = 0; b < factors; b++) sum += gram[a * factors + b] * direction[b];
      product[a] = sum;
    }
    for (let at = cells.indptr[row]; at < cells.indptr[row + 1]; at++) {
      const y = cells.indices[at] * factors;
      let sum = 0;
      for (let f = 0; f < factors; f++) sum += other[y + f] * direction[f];
      const weight = (cells.values[at] - 1) * sum - minusB * cells.values[at];
      for (let f = 0; f < factors; f++) product[f] += weight * other[y + f];
    }
  }

  return { sweep, users, items };
}
