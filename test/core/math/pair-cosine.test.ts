import { describe, expect, it } from 'vitest';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import { csrFromRows, rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { pairCosine } from '../../../src/core/math/pair-cosine.ts';
import { createRng } from '../../../src/core/rng.ts';

const cols = 12;
function randomRows(rows: number): CsrMatrix {
  const rng = createRng(4);
  const own = Array.from({ length: rows }, (_, row) => {
    const indices = Uint32Array.from({ length: cols }, (_, col) => col).filter(() => row > 0 && rng.next() < 0.4);
    return { indices, values: Float64Array.from(indices, () => rng.normal()) };
  });
  return csrFromRows(own, cols);
}

/** Σ over shared columns, ascending, of the product, by the lengths of both. */
function plain(matrix: CsrMatrix, a: number, b: number): number {
  const dot = (one: number, other: number) =>
    rowOf(matrix, one).indices.reduce(
      (sum, col) => sum + valueAt(rowOf(matrix, one), col) * valueAt(rowOf(matrix, other), col),
      0,
    );
  const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return lengths > 0 ? dot(a, b) / lengths : 0;
}

// A catalog of which all pairs find room, and one of which they do not.
describe.each([20, 5000])('the cosine of pairs of %i rows', (rows) => {
  const matrix = randomRows(rows);
  const cosine = pairCosine(matrix);

  it('is that of the definition to the last bit, in either order, and again', () => {
    for (const [a, b] of [
      [1, 2],
      [7, 3],
      [rows - 1, 1],
      [5, 5],
      [7, 3],
    ]) {
      expect(cosine(a, b)).toBe(plain(matrix, a, b));
      expect(cosine(b, a)).toBe(plain(matrix, a, b));
    }
  });

  it('is 0 where a row is empty', () => expect([cosine(0, 4), cosine(4, 0), cosine(0, 0)]).toEqual([0, 0, 0]));
});
