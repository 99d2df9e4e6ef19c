import { describe, expect, it } from 'vitest';
import { csrFromCoordinates, emptyRow, rowOf, transpose } from '../../../src/core/data/csr.ts';
import { ratingBaseline } from '../../../src/core/math/rating-baseline.ts';

const byUser = csrFromCoordinates(
  ...([3, 3] as const),
  Uint32Array.of(0, 0, 1, 1, 2),
  Uint32Array.of(0, 1, 0, 1, 0),
  Float64Array.of(5, 3, 4, 2, 3),
  'last',
);

describe('rating baseline', () => {
  it('is the mean, moved by item and person', () => {
    const { items, offset } = ratingBaseline(transpose(byUser), 0, 0);
    [4, 2.5, 3.4].forEach((value, item) => expect(items[item]).toBeCloseTo(value, 12));
    expect(offset(rowOf(byUser, 0))).toBeCloseTo(0.75, 12);
    expect(offset(rowOf(byUser, 1))).toBeCloseTo(-0.25, 12);
  });

  it('trusts few ratings little, and no ratings not at all', () => {
    const { items, offset } = ratingBaseline(transpose(byUser));
    expect(items[0]).toBeCloseTo(3.4 + (12 - 3 * 3.4) / 13, 12);
    expect(items[2]).toBe(3.4);
    expect(offset(emptyRow)).toBe(0);
  });
});
