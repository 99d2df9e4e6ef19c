import { expect, it } from 'vitest';
import { addRow } from '../../../src/core/math/add-row.ts';

it('adds a weighted row and touches no other cell', () => {
  const matrix = {
    rows: 2,
    cols: 4,
    indptr: Uint32Array.of(0, 1, 3),
    indices: Uint32Array.of(2, 0, 3),
    values: Float64Array.of(9, 1, 2),
  };
  const out = Float64Array.of(1, 1, NaN, 1);
  addRow(matrix, 1, 10, out);
  expect(out).toEqual(Float64Array.of(11, 1, NaN, 21));
});
