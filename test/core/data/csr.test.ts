import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsrMatrix, Merge } from '../../../src/core/data/csr.ts';
import {
  compactValues,
  csrFromCoordinates,
  indexIn,
  rowOf,
  stableOrder,
  transpose,
  valueAt,
} from '../../../src/core/data/csr.ts';

fc.configureGlobal({ seed: 1 });

type Cell = readonly [row: number, col: number, value: number];
const [rows, cols] = [5, 7];
const cell = fc.tuple(fc.nat(rows - 1), fc.nat(cols - 1), fc.integer({ min: -9, max: 9 }));
const cells = fc.array(cell, { maxLength: 60 });
const merges = fc.constantFrom<Merge>('last', 'sum');

const build = (list: readonly Cell[], merge: Merge) =>
  csrFromCoordinates(
    rows,
    cols,
    Uint32Array.from(list, ([row]) => row),
    Uint32Array.from(list, ([, col]) => col),
    Float32Array.from(list, ([, , value]) => value),
    merge,
  );

/** "row col" → value: the same thing the slow way. */
function byPair(list: readonly Cell[], merge: Merge): Map<string, number> {
  const map = new Map<string, number>();
  for (const [row, col, value] of list) {
    const key = `${row} ${col}`;
    map.set(key, merge === 'sum' ? (map.get(key) ?? 0) + value : value);
  }
  return map;
}

function pairsOf(matrix: CsrMatrix): Map<string, number> {
  const map = new Map<string, number>();
  for (let row = 0; row < matrix.rows; row++) {
    const { indices, values } = rowOf(matrix, row);
    indices.forEach((col, i) => map.set(`${row} ${col}`, values[i]));
  }
  return map;
}

const byKey = (map: Map<string, number>) => [...map].sort(([a], [b]) => a.localeCompare(b));

describe('rows from coordinates', () => {
  it('hold every pair once, merged as asked, in ascending order', () => {
    fc.assert(
      fc.property(cells, merges, (list, merge) => {
        const matrix = build(list, merge);
        expect(byKey(pairsOf(matrix))).toEqual(byKey(byPair(list, merge)));
        expect(matrix.indptr).toHaveLength(rows + 1);
        expect(matrix.indptr[rows]).toBe(matrix.indices.length);
        for (let row = 0; row < rows; row++) {
          const { indices } = rowOf(matrix, row);
          for (let i = 1; i < indices.length; i++) expect(indices[i]).toBeGreaterThan(indices[i - 1]);
        }
      }),
    );
  });

  it('keep a cell that sums to zero, and the width of their values', () => {
    const matrix = build([[0, 1, 2], [0, 1, -2]], 'sum'); // prettier-ignore
    expect(pairsOf(matrix)).toEqual(new Map([['0 1', 0]]));
    expect(matrix.values).toBeInstanceOf(Float32Array);
    const wide = csrFromCoordinates(1, 1, Uint32Array.of(0), Uint32Array.of(0), Float64Array.of(0.1), 'last');
    expect(wide.values).toEqual(Float64Array.of(0.1));
  });
});

describe('transposing', () => {
  it('swaps rows and columns, and twice is where it began', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const matrix = build(list, 'last');
        const turned = transpose(matrix);
        expect([turned.rows, turned.cols]).toEqual([cols, rows]);
        const swapped = [...pairsOf(turned)].map(
          ([key, value]) => [key.split(' ').reverse().join(' '), value] as const,
        );
        expect(byKey(new Map(swapped))).toEqual(byKey(pairsOf(matrix)));
        expect(transpose(turned)).toEqual(matrix);
      }),
    );
  });
});

describe('looking up', () => {
  it('finds each value and says what is absent', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const matrix = build(list, 'last');
        const known = byPair(list, 'last');
        for (let row = 0; row < rows; row++) {
          for (let col = 0; col < cols; col++) {
            expect(valueAt(rowOf(matrix, row), col, NaN)).toBe(known.get(`${row} ${col}`) ?? NaN);
          }
        }
      }),
    );
  });

  it('finds positions in ascending numbers', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(50), (numbers, wanted) => {
        const ascending = numbers.sort((a, b) => a - b);
        expect(indexIn(ascending, wanted)).toBe(ascending.indexOf(wanted));
      }),
    );
  });

  it('gives views, not copies', () => {
    const matrix = build([[1, 2, 3]], 'last');
    expect(rowOf(matrix, 1).values.buffer).toBe(matrix.values.buffer);
  });
});

it('orders by key and keeps equal keys in their first order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (keys) => {
      const expected = [...keys.keys()].sort((a, b) => keys[a] - keys[b] || a - b);
      expect([...stableOrder(Uint32Array.from(keys), 10)]).toEqual(expected);
    }),
  );
});

it('keeps values in 32 bits only where nothing is lost', () => {
  expect(compactValues([0.5, 4, 1e6])).toBeInstanceOf(Float32Array);
  expect(compactValues([0.5, 4.4])).toEqual(Float64Array.of(0.5, 4.4));
  expect(compactValues([2 ** 24 + 1])).toBeInstanceOf(Float64Array);
});
