import { describe, expect, it } from 'vitest';
import { csrFromCoordinates, rowOf } from '../../../src/core/data/csr.ts';
import { cellWeights, mapRows } from '../../../src/core/math/cell-weights.ts';
import { ln } from '../../../src/core/math/elementary.ts';

/** Three rows of four columns: two cells, three cells (one a dislike), one cell. */
const matrix = csrFromCoordinates(
  ...([3, 4] as const),
  Uint32Array.of(0, 0, 1, 1, 1, 2),
  Uint32Array.of(0, 1, 0, 1, 2, 0),
  Float64Array.of(4, 1, 9, 2, -1, 1),
  'last',
);
const rules = { saturation: 1.2, lengthShare: 0.5 };
const idf = [4 / 4, 4 / 3, 4 / 2, 4].map(ln);

describe('weights of cells', () => {
  it('leave cells as they are, unless asked', () => {
    const row = rowOf(matrix, 1);
    expect(cellWeights(matrix, { weighting: 'none', ...rules })(row)).toBe(row);
  });

  it('by TF-IDF: the root of a value times how rare its column is', () => {
    const weigh = cellWeights(matrix, { weighting: 'tf-idf', ...rules });
    expect([...weigh(rowOf(matrix, 1)).values]).toEqual([3 * idf[0], Math.SQRT2 * idf[1], -idf[2]]);
    const stranger = { indices: Uint32Array.of(3), values: Float64Array.of(4) };
    expect([...weigh(stranger).values]).toEqual([2 * idf[3]]);
  });

  it('by BM25: saturated, and held back in long rows', () => {
    const weigh = cellWeights(matrix, { weighting: 'bm25', ...rules });
    // Lengths 5, 12 and 1, so 6 on average.
    const held = 1.2 * (0.5 + (0.5 * 12) / 6);
    const weight = (x: number, column: number) => ((x * 2.2) / (held + Math.abs(x))) * idf[column];
    const { values } = weigh(rowOf(matrix, 1));
    [weight(9, 0), weight(2, 1), weight(-1, 2)].forEach((wanted, at) => expect(values[at]).toBeCloseTo(wanted, 12));
  });

  it('change every row of a matrix by itself', () => {
    const weigh = cellWeights(matrix, { weighting: 'bm25', ...rules });
    const all = mapRows(matrix, weigh);
    expect(all.indices).toBe(matrix.indices);
    for (let row = 0; row < 3; row++)
      expect([...rowOf(all, row).values]).toEqual([...weigh(rowOf(matrix, row)).values]);
  });
});
