import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { choleskyFactor, choleskySolve } from '../../../src/core/math/cholesky.ts';
import { createRng } from '../../../src/core/rng.ts';

function positiveDefinite(size: number, seed: number): Matrix {
  const rng = createRng(seed);
  const square = new Matrix(Array.from({ length: size }, () => Array.from({ length: size }, () => rng.normal())));
  return square.mmul(square.transpose()).add(Matrix.eye(size));
}

describe('cholesky', () => {
  it.each([1, 2, 7, 64])('solves a system of %i unknowns as a general solver does', (size) => {
    const a = positiveDefinite(size, size);
    const b = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const l = Float64Array.from(a.to1DArray());
    const x = Float64Array.from(b);
    expect(choleskyFactor(l, size)).toBe(true);
    choleskySolve(l, size, x);
    const wanted = solve(a, Matrix.columnVector(b)).to1DArray();
    wanted.forEach((value, i) => expect(x[i]).toBeCloseTo(value, 9));
  });

  it('reads the lower triangle alone', () => {
    const l = Float64Array.of(4, 99, 2, 5);
    expect(choleskyFactor(l, 2)).toBe(true);
    expect([l[0], l[2], l[3]]).toEqual([2, 1, 2]);
  });

  it('says so where a matrix is not positive definite', () => {
    expect(choleskyFactor(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
    expect(choleskyFactor(Float64Array.of(NaN), 1)).toBe(false);
  });
});
