import { describe, expect, it } from 'vitest';
import { slicesOf } from '../../../src/core/math/slices.ts';

describe('slices', () => {
  it('cut where the work is done, and cover every row once', () => {
    const work = [1, 1, 5, 1, 1, 1];
    expect(slicesOf(6, (row) => work[row], 3)).toEqual([
      [0, 3],
      [3, 6],
    ]);
    expect(slicesOf(3, () => 10, 3)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(slicesOf(3, () => 0, 3)).toEqual([[0, 3]]);
    expect(slicesOf(0, () => 1, 3)).toEqual([]);
  });
});
