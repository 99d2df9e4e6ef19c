import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels, NeighborsProblem } from '../../src/core/compute.ts';
import { csrFromCoordinates, rowOf, transpose } from '../../src/core/data/csr.ts';
import { createKernels } from '../../src/kernels/load-node.ts';
import { availableBuilds } from './builds.ts';
import { plainKernels } from './plain-kernels.ts';
import { randomNeighbors } from './random-problems.ts';

function nearest(kernels: Kernels, problem: NeighborsProblem) {
  const kernel = kernels.neighbors(problem);
  kernel.compute(0, problem.rows.rows);
  const result = kernel.result();
  kernel.dispose();
  return result;
}

function expectSame(kernels: Kernels, problem: NeighborsProblem) {
  const expected = nearest(plainKernels, problem);
  const actual = nearest(kernels, problem);
  expect(actual.indptr).toEqual(expected.indptr);
  expect(actual.indices).toEqual(expected.indices);
  actual.values.forEach((value, i) => expect(Math.abs(value - expected.values[i])).toBeLessThan(1e-12));
  return actual;
}

/** Rows of one number each in column 0: similarity is their product. */
function oneColumn(values: readonly number[]): NeighborsProblem {
  const rows = csrFromCoordinates(
    values.length,
    1,
    Uint32Array.from(values.keys()),
    new Uint32Array(values.length),
    Float32Array.from(values),
    'last',
  );
  return { rows, columns: transpose(rows), similarity: 'dot', shrinkage: 0, minOverlap: 1, keep: 3 };
}

describe.each(availableBuilds)('neighbors, %s build', (simd) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels({ simd });
  });

  describe.each(['dot', 'cosine', 'overlap-cosine', 'pearson'] as const)('%s', (similarity) => {
    it.each([
      { shrinkage: 0, minOverlap: 1, keep: 7 },
      { shrinkage: 25, minOverlap: 1, keep: 7 },
      { shrinkage: 0, minOverlap: 4, keep: 40 },
      { shrinkage: 2.5, minOverlap: 3, keep: 1 },
      { shrinkage: 0, minOverlap: 1, keep: 100_000 },
    ])('follows the plain formulas: shrinkage $shrinkage, overlap $minOverlap, keep $keep', (options) => {
      const shape = { rows: 140, cols: 40, cells: 1100, seed: 11 };
      expect(expectSame(kernels, randomNeighbors(shape, { similarity, ...options })).indices.length).toBeGreaterThan(0);
    });

    it.each([0, 25])('counts where all values are 1: shrinkage %i', (shrinkage) => {
      const problem = randomNeighbors(
        { rows: 140, cols: 40, cells: 1100, seed: 13 },
        { similarity, shrinkage, keep: 9 },
      );
      const rows = { ...problem.rows, values: problem.rows.values.map(() => 1) };
      expectSame(kernels, { ...problem, rows, columns: transpose(rows) });
    });

    it('takes values that need 64 bits', () => {
      const problem = randomNeighbors({ rows: 60, cols: 30, cells: 500, seed: 12 }, { similarity });
      const rows = { ...problem.rows, values: Float64Array.from(problem.rows.values, (value) => value / 3) };
      expectSame(kernels, { ...problem, rows, columns: transpose(rows), keep: 1000 });
    });
  });

  it('leaves a row without cells alone', () => {
    const { indptr } = nearest(kernels, randomNeighbors({ rows: 30, cols: 9, cells: 120, seed: 13 }));
    expect(indptr[30]).toBe(indptr[29]);
  });

  it('never keeps the row itself, nor a similarity of zero', () => {
    const { rows, indptr, indices, values } = nearest(
      kernels,
      randomNeighbors({ rows: 70, cols: 9, cells: 200, seed: 14 }, { keep: 70 }),
    );
    for (let row = 0; row < rows; row++) expect(indices.slice(indptr[row], indptr[row + 1])).not.toContain(row);
    expect(values).not.toContain(0);
  });

  it('prefers the stronger, whatever its sign, and the lower row on a tie', () => {
    const result = nearest(kernels, oneColumn([1, 2, -5, 2, 3, 2, -3]));
    // Of row 0: −5 first, then 3 and −3; of row 4, itself a 3: −5 and −3, then the first of three twos.
    expect([...rowOf(result, 0).indices]).toEqual([2, 4, 6]);
    expect([...rowOf(result, 4).indices]).toEqual([1, 2, 6]);
    expect([...rowOf(result, 4).values]).toEqual([6, -15, -9]);
  });

  it('fills up with lower rows where everything ties', () => {
    const result = nearest(kernels, oneColumn(new Array(200).fill(1)));
    expect([...rowOf(result, 150).indices]).toEqual([0, 1, 2]);
    expect([...rowOf(result, 1).indices]).toEqual([0, 2, 3]);
  });

  it('calls identical rows exactly 1 and opposed ratings exactly −1', () => {
    const rows = csrFromCoordinates(
      3,
      3,
      Uint32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2),
      Uint32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2),
      Float32Array.of(1, 3.5, 5, 1, 3.5, 5, 5, 2.5, 1),
      'last',
    );
    const problem: NeighborsProblem = { ...oneColumn([1]), rows, columns: transpose(rows), similarity: 'pearson' };
    expect([...rowOf(nearest(kernels, problem), 0).values]).toEqual([1, -1]);
    expect(rowOf(nearest(kernels, { ...problem, similarity: 'cosine' }), 0).values[0]).toBe(1);
  });

  it('gives the same whatever the order and size of the parts', () => {
    const problem = randomNeighbors({ rows: 100, cols: 30, cells: 800, seed: 15 });
    const kernel = kernels.neighbors(problem);
    for (const [from, to] of [
      [60, 100],
      [0, 1],
      [1, 60],
    ])
      kernel.compute(from, to);
    expect(kernel.result()).toEqual(nearest(kernels, problem));
    kernel.dispose();
  });

  it('refuses a result with rows missing', () => {
    const kernel = kernels.neighbors(randomNeighbors({ rows: 30, cols: 9, cells: 120, seed: 16 }));
    kernel.compute(0, 10);
    expect(() => kernel.result()).toThrow('Expected each of 30 rows to be computed once; row 10 was not');
    kernel.dispose();
  });
});
