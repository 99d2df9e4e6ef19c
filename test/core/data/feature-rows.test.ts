import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import { categoryFeatures, featureRows } from '../../../src/core/data/feature-rows.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const catalogOf = (perItem: string[][]) => {
  return datasetOf([], { catalog: { categories: buildLabels(perItem) } }, { users: 0, items: perItem.length }).catalog;
};
const cellsOf = (matrix: CsrMatrix) =>
  Array.from({ length: matrix.rows }, (_, row) => {
    const { indices, values } = rowOf(matrix, row);
    return Array.from(indices, (column, at) => [column, values[at]]);
  });
const metadata = categoryFeatures(catalogOf([['drama', 'crime'], [], ['crime', 'drama', 'crime']]))!;

describe('feature rows', () => {
  it('read categories once each, in ascending order', () => {
    expect(cellsOf(metadata)).toEqual([
      [
        [0, 1],
        [1, 1],
      ],
      [],
      [
        [0, 1],
        [1, 1],
      ],
    ]);
    expect(categoryFeatures(catalogOf([[], []]))).toBeNull();
  });

  it('begin with a feature of their own and add up to 1', () => {
    const rows = featureRows(3, metadata, { identity: true, normalize: true });
    expect(rows.cols).toBe(5);
    const third = 1 / 3;
    expect(cellsOf(rows)).toEqual([
      [
        [0, third],
        [3, third],
        [4, third],
      ],
      [[1, 1]],
      [
        [2, third],
        [3, third],
        [4, third],
      ],
    ]);
  });

  it('keep their weights where asked, and can do without a feature of their own', () => {
    expect(cellsOf(featureRows(3, metadata, { identity: false, normalize: false }))).toEqual(cellsOf(metadata));
    expect(cellsOf(featureRows(2, null, { identity: true, normalize: false }))).toEqual([[[0, 1]], [[1, 1]]]);
  });

  it('leave the feature of its own away from a cold row that has metadata', () => {
    const rows = featureRows(3, metadata, { identity: true, normalize: true, cold: (row) => row < 2 });
    expect(cellsOf(rows).slice(0, 2)).toEqual([
      [
        [3, 0.5],
        [4, 0.5],
      ],
      [[1, 1]],
    ]);
  });
});
