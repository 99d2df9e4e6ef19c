import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { csrFromCoordinates, transpose, valueAt, rowOf } from '../../../src/core/data/csr.ts';
import type { RightVectors } from '../../../src/core/math/truncated-svd.ts';
import { truncatedSvd } from '../../../src/core/math/truncated-svd.ts';
import { createRng } from '../../../src/core/rng.ts';
import { randomMatrix } from '../../kernels/random-problems.ts';

const shape = { rows: 60, cols: 45, cells: 700, seed: 8 };

function solve(
  cells: ReturnType<typeof randomMatrix>,
  fill: number,
  count: number,
): RightVectors & { shares: number[] } {
  const run = truncatedSvd({ cells, turned: transpose(cells), fill }, count, createRng(1));
  const shares: number[] = [];
  for (;;) {
    const { done, value } = run.next();
    if (done) return { ...value, shares };
    shares.push(value);
  }
}

describe('truncated SVD', () => {
  it.each([0, -2])('of a sparse matrix with %d added to every cell is that of another program', (fill) => {
    const cells = randomMatrix(shape);
    const dense = Matrix.zeros(cells.rows, cells.cols);
    for (let r = 0; r < cells.rows; r++) {
      for (let c = 0; c < cells.cols; c++) dense.set(r, c, fill + valueAt(rowOf(cells, r), c));
    }
    const expected = new SingularValueDecomposition(dense);
    // As many as there are, so that nothing is left to chance, and the largest few.
    const all = solve(cells, fill, 45);
    all.values.forEach((value, k) => expect(value).toBeCloseTo(expected.diagonal[k], 8));
    const { values, vectors, shares } = solve(cells, fill, 3);
    const share = (k: number) => {
      let sum = 0;
      for (let c = 0; c < cells.cols; c++) sum += vectors[c * 3 + k] * expected.rightSingularVectors.get(c, k);
      return Math.abs(sum);
    };
    values.forEach((value, k) => {
      expect(value / expected.diagonal[k]).toBeCloseTo(1, 3);
      expect(share(k)).toBeGreaterThan(0.95);
    });
    for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeGreaterThan(shares[i - 1]);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('finds no more vectors than there are', () => {
    const one = csrFromCoordinates(3, 2, Uint32Array.of(0, 1), Uint32Array.of(0, 0), Float64Array.of(3, 4), 'last');
    const { values, vectors } = solve(one, 0, 2);
    expect(values).toHaveLength(1);
    expect(values[0]).toBeCloseTo(5, 12);
    expect([...vectors].map(Math.abs)).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)]);
    expect(solve({ ...one, values: new Float64Array(2) }, 0, 2).values).toHaveLength(0);
  });
});
