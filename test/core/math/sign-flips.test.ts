import { describe, expect, it } from 'vitest';
import { flipP, signedSums } from '../../../src/core/math/sign-flips.ts';
import { xorshift, drawSeed } from '../../../src/core/math/xorshift.ts';
import { createRng } from '../../../src/core/rng.ts';
import { endOf } from '../../fixtures/generator.ts';

const columnsOf = (rows: number, count: number) => {
  const rng = createRng(2);
  return Array.from({ length: count }, () => Float64Array.from({ length: rows }, () => rng.normal()));
};

describe('sign flips', () => {
  it('by hand: all signs of three differences', () => {
    const signed = endOf(signedSums([Float64Array.of(1, 2, 4)], 10, createRng(1)));
    expect(signed.exact).toBe(true);
    expect([...signed.sums[0]].sort((a, b) => a - b)).toEqual([-7, -5, -3, -1, 1, 3, 5, 7]);
    // Of the eight sums ±1 ±2 ±4, four are at least 5 from 0.
    expect(flipP(signed, [0, null], 5)).toBe(0.5);
    expect(flipP(signed, [0, null], 7)).toBe(0.25);
  });

  it('gives each column the signs of a plain loop, word by word', () => {
    const columns = columnsOf(75, 3);
    const { sums, exact } = endOf(signedSums(columns, 40, createRng(6)));
    expect(exact).toBe(false);
    const { below } = xorshift(drawSeed(createRng(6)));
    const words = Array.from({ length: 3 }, () => Array.from({ length: 40 }, () => below(2 ** 32)));
    for (let r = 0; r < 40; r++) {
      columns.forEach((column, c) => {
        const sum = column.reduce(
          (total, value, row) => total + ((words[row >> 5][r] >>> (row & 31)) & 1 ? value : -value),
          0,
        );
        expect(sums[c][r]).toBeCloseTo(sum, 12);
      });
    }
  });

  it('never says that something cannot happen by chance when signs were drawn', () => {
    const [a, b] = [new Float64Array(100).fill(1), new Float64Array(100)];
    const signed = endOf(signedSums([a, b], 999, createRng(1)));
    expect(flipP(signed, [0, 1], 100)).toBe(1 / 1000);
    expect(flipP(signed, [1, null], 0)).toBe(1);
  });

  it('breathes during long work', () => {
    expect(signedSums(columnsOf(4000, 10), 50_000, createRng(1)).next().done).toBe(false);
  });
});
