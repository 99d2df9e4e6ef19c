import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { exactNeighbors } from '../../../src/core/math/exact-neighbors.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import type { PlainMeasure } from '../../fixtures/plain-similarity.ts';
import { plainSimilarity } from '../../fixtures/plain-similarity.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

const { byItem: rows, byUser: columns } = buildTrainingSet(datasetOf(randomRatings(40, 25, 0.2, 3)));
const maps = Array.from({ length: rows.rows }, (_, row) => {
  const { indices, values } = rowOf(rows, row);
  return new Map(Array.from(indices, (column, at) => [column, values[at]]));
});

describe('the nearest rows of each row', () => {
  const measures: PlainMeasure[] = ['dot', 'cosine', 'overlap-cosine', 'pearson', 'msd', 'jaccard'];
  it.each(measures)('by %s are those that plain loops find', (similarity) => {
    const [shrinkage, minOverlap, keep] = [4, 2, 6];
    const kernel = exactNeighbors({ rows, columns, similarity, shrinkage, minOverlap, keep });
    kernel.compute(10, rows.rows);
    kernel.compute(0, 10);
    const found = kernel.result();
    for (let row = 0; row < rows.rows; row++) {
      const wanted = maps
        .map((other, index) => ({ index, value: plainSimilarity(maps[row], other, similarity, shrinkage, minOverlap) }))
        .filter(({ index, value }) => index !== row && Math.abs(value) > 1e-12)
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
        .slice(0, keep);
      const { indices, values } = rowOf(found, row);
      expect(indices).toEqual(indices.slice().sort());
      const bySize = Array.from(values).sort((a, b) => Math.abs(b) - Math.abs(a));
      expect(bySize).toHaveLength(wanted.length);
      wanted.forEach(({ value }, at) => expect(Math.abs(bySize[at])).toBeCloseTo(Math.abs(value), 9));
      indices.forEach((other, at) => {
        expect(values[at]).toBeCloseTo(plainSimilarity(maps[row], maps[other], similarity, shrinkage, minOverlap), 9);
      });
    }
  });
});
