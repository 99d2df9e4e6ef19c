import { describe, expect, it } from 'vitest';
import { signTest, teamDraft, winnerOf } from '../../../src/core/experiments/interleave.ts';
import type { Rng } from '../../../src/core/rng.ts';
import { createRng } from '../../../src/core/rng.ts';

/** Coins that fall as told: 0 for a, 1 for b. */
const coins = (...falls: number[]): Rng => ({ ...createRng(0), int: () => falls.shift()! });

describe('team draft', () => {
  it('by hand: each side in turn takes its best item that is not there yet', () => {
    // b begins and takes 2; a takes 1. Then a: 2 is gone, so 3; b: 1 and 3 are gone, so 5. Then b: 6; a: 4.
    const draft = teamDraft([1, 2, 3, 4], [2, 1, 3, 5, 6], 6, coins(1, 0, 1));
    expect(draft.items).toEqual([2, 1, 3, 5, 6, 4]);
    expect(draft.sides).toEqual(['b', 'a', 'a', 'b', 'b', 'a']);
  });

  it('gives equal lists to both sides in equal parts', () => {
    const draft = teamDraft([7, 8, 9, 4], [7, 8, 9, 4], 4, coins(0, 1));
    expect(draft).toEqual({ items: [7, 8, 9, 4], sides: ['a', 'b', 'b', 'a'] });
  });

  it('goes on with one side where the other has nothing more, and ends where both have not', () => {
    expect(teamDraft([1], [2, 3, 4], 4, coins(0))).toEqual({ items: [1, 2, 3, 4], sides: ['a', 'b', 'b', 'b'] });
    expect(teamDraft([1, 2], [2, 1], 9, coins(0)).items).toEqual([1, 2]);
    expect(teamDraft([], [], 3, coins()).items).toEqual([]);
  });

  it('lets each side begin half of the time, never shows an item twice, and keeps the teams equal', () => {
    const rng = createRng(12);
    let begun = 0;
    const rounds = 4000;
    for (let round = 0; round < rounds; round++) {
      const ranking = () => rng.shuffle(Array.from({ length: 12 }, (_, item) => item));
      const { items, sides } = teamDraft(ranking(), ranking(), 8, rng);
      expect(new Set(items).size).toBe(8);
      expect(sides.filter((side) => side === 'a')).toHaveLength(4);
      if (sides[0] === 'a') begun++;
    }
    // Four standard deviations of a fair coin.
    expect(Math.abs(begun - rounds / 2)).toBeLessThan(4 * Math.sqrt(rounds / 4));
  });

  it('credits what is picked to the side that chose it', () => {
    const draft = teamDraft([1, 2, 3, 4], [2, 1, 3, 5, 6], 6, coins(1, 0, 1));
    expect(winnerOf(draft, [2])).toBe('b');
    expect(winnerOf(draft, [3])).toBe('a');
    expect(winnerOf(draft, [2, 3])).toBeNull();
    expect(winnerOf(draft, [2, 5, 4])).toBe('b');
    expect(winnerOf(draft, [])).toBeNull();
    expect(winnerOf(draft, [99])).toBeNull();
  });

  it('favors nobody: who picks blindly ends even', () => {
    const rng = createRng(3);
    const won = { a: 0, b: 0 };
    for (let round = 0; round < 4000; round++) {
      const draft = teamDraft([1, 2, 3, 4, 5], [4, 5, 6, 7, 1], 6, rng);
      won[winnerOf(draft, [draft.items[rng.int(6)]])!]++;
    }
    expect(Math.abs(won.a - won.b)).toBeLessThan(4 * Math.sqrt(4000));
  });
});

describe('the sign test', () => {
  it('by hand: 8 of 9 rounds', () => {
    // 2 · (C(9,0) + C(9,1)) / 2⁹ = 20 / 512
    expect(signTest({ a: 8, b: 1 })).toBeCloseTo(20 / 512, 14);
    expect(signTest({ a: 1, b: 8 })).toBeCloseTo(20 / 512, 14);
    expect(signTest({ a: 6, b: 0 })).toBeCloseTo(2 / 64, 14);
    expect(signTest({ a: 7, b: 3 })).toBeCloseTo((2 * (1 + 10 + 45 + 120)) / 1024, 14);
  });
  it('has nothing to say of an even score or of none', () => {
    expect(signTest({ a: 0, b: 0 })).toBe(1);
    expect(signTest({ a: 5, b: 5 })).toBe(1);
    expect(signTest({ a: 1, b: 0 })).toBe(1);
  });
  it('holds for thousands of rounds', () => {
    const p = signTest({ a: 5200, b: 4800 });
    // Normal approximation with continuity: 2 Φ(−(200 − ½) / 50)
    expect(p).toBeGreaterThan(6.4e-5);
    expect(p).toBeLessThan(6.8e-5);
  });
});
