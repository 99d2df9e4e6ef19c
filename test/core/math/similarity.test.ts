import { describe, expect, it } from 'vitest';
import type { Similarity } from '../../../src/core/compute.ts';
import { csrFromCoordinates, rowOf, transpose, valueAt } from '../../../src/core/data/csr.ts';
import { createComparer } from '../../../src/core/math/similarity.ts';
import { createRng } from '../../../src/core/rng.ts';
import { byStrength, strongest, without } from '../../../src/core/math/strongest.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { plainKernels } from '../../kernels/plain-kernels.ts';

const events = randomRatings(40, 30, 0.2, 3);
const rows = csrFromCoordinates(
  ...([40, 30] as const),
  Uint32Array.from(events, ({ user }) => user),
  Uint32Array.from(events, ({ item }) => item),
  Float64Array.from(events, ({ value }) => value),
  'last',
);
const columns = transpose(rows);
const measures: Similarity[] = ['dot', 'cosine', 'overlap-cosine', 'pearson'];

describe('similarity of one row with all', () => {
  it.each(measures)('%s agrees with going through every pair', (similarity) => {
    const problem = { rows, columns, similarity, shrinkage: 3, minOverlap: 2, keep: 40 };
    const plain = plainKernels.neighbors(problem);
    plain.compute(0, 40);
    const compare = createComparer(problem);
    for (let row = 0; row < 40; row++) {
      const found = without(compare(rowOf(rows, row)), row);
      const wanted = rowOf(plain.result(), row);
      expect(found.indices).toEqual(wanted.indices);
      wanted.values.forEach((value, i) => expect(found.values[i]).toBeCloseTo(value, 12));
    }
  });

  it('takes a row that is not of the matrix, and one without anything in common', () => {
    const compare = createComparer({ rows, columns, similarity: 'cosine', shrinkage: 0, minOverlap: 1 });
    const doubled = { ...rowOf(rows, 4), values: rowOf(rows, 4).values.map((value) => 2 * value) };
    expect(valueAt(compare(doubled), 4)).toBeCloseTo(1, 12);
    expect(compare({ indices: new Uint32Array(0), values: new Float64Array(0) }).indices).toHaveLength(0);
  });

  it('sees no correlation in equal ratings, whatever rounding leaves of their spread', () => {
    const equal = csrFromCoordinates(
      ...([2, 3] as const),
      Uint32Array.of(0, 0, 0, 1, 1, 1),
      Uint32Array.of(0, 1, 2, 0, 1, 2),
      Float64Array.of(3.7, 3.7, 3.7, 1, 2, 3),
      'last',
    );
    const compare = createComparer({
      ...{ rows: equal, columns: transpose(equal) },
      ...{ similarity: 'pearson', shrinkage: 0, minOverlap: 2 },
    });
    expect(valueAt(compare(rowOf(equal, 0)), 1)).toBe(0);
  });
});

describe('the strongest of a row', () => {
  const row = { indices: Uint32Array.of(1, 4, 6, 9), values: Float64Array.of(0.5, -0.9, 0.5, 0.1) };

  it('come by size whatever the sign, the lower index first on a tie', () => {
    expect([...byStrength(row)]).toEqual([1, 0, 2, 3]);
    expect(strongest(row, 2)).toEqual({ indices: Uint32Array.of(1, 4), values: Float64Array.of(0.5, -0.9) });
    expect(strongest(row, 9)).toBe(row);
  });

  it('are those that sorting finds, however sizes crowd', () => {
    const rng = createRng(3);
    const kinds = [
      () => rng.normal(),
      () => Math.round(4 * rng.normal()),
      () => 1e-12 * rng.normal() + (rng.next() < 0.01 ? 1 : 0),
      () => 0,
    ];
    for (const draw of kinds) {
      const values = Float64Array.from({ length: 500 }, draw);
      const sorted = [...values.keys()].sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);
      for (const count of [0, 1, 40, 499, 500, 600]) {
        const found = byStrength({ indices: Uint32Array.from(values.keys()), values }, count);
        expect([...found]).toEqual(sorted.slice(0, count));
      }
    }
    expect([...byStrength({ indices: new Uint32Array(0), values: new Float64Array(0) })]).toEqual([]);
  });

  it('can be rid of one', () => {
    expect(without(row, 6).indices).toEqual(Uint32Array.of(1, 4, 9));
    expect(without(row, 5)).toBe(row);
  });
});
