import { describe, expect, it } from 'vitest';
import { cosinesOfRows, rowDot } from '../../../src/core/math/factor-rows.ts';

describe('rows of factors', () => {
  const rows = Float32Array.of(3, 4, 0, 0, -4, 3, 6, 8);

  it('meet a vector', () => {
    expect(rowDot(rows, 2, [2, 5])).toBe(7);
  });

  it('are alike by their direction, and a zero vector has none', () => {
    const out = new Float64Array(4);
    cosinesOfRows(rows, 2, 0, out);
    expect([...out]).toEqual([1, NaN, 0, 1]);
    cosinesOfRows(rows, 2, 1, out);
    expect([...out].every(Number.isNaN)).toBe(true);
  });
});
