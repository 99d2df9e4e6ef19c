import { describe, expect, it } from 'vitest';
import { comparePairs, isSure, reversed } from '../../../src/core/experiments/compare.ts';
import { createRng } from '../../../src/core/rng.ts';
import { endOf } from '../../fixtures/generator.ts';

const compare = (columns: readonly ArrayLike<number>[], seed = 1, resamples?: number) =>
  endOf(comparePairs(columns, createRng(seed), resamples));

describe('pairs of recommenders', () => {
  it('by hand: four people', () => {
    const [{ a, b, difference }] = compare([
      [0.5, 0.7, 0.9, 0.1],
      [0.4, 0.4, 0.7, 0.3],
    ]);
    expect([a, b]).toEqual([0, 1]);
    // Differences .1 .3 .2 −.2: mean .1, variance .14/3. Eight of the 16 sums of signs are at least .4 from 0.
    expect(difference.mean).toBeCloseTo(0.1, 12);
    expect(difference.effect).toBeCloseTo(0.1 / Math.sqrt(0.14 / 3), 9);
    expect(difference.p).toBe(8 / 16);
    expect(difference.people).toBe(4);
    // Ranks 1, 4, 2.5, −2.5: W⁺ is 7.5 of 10.
    expect(difference.rankBiserial).toBeCloseTo(0.5, 12);
    expect(difference.interval[0]).toBeLessThan(0);
    expect(difference.interval[1]).toBeGreaterThan(0.2);
  });

  it('gives all pairs, each corrected for all', () => {
    const rng = createRng(3);
    const people = Array.from({ length: 200 }, () => rng.next());
    const better = people.map((value) => value + 0.2 + 0.1 * rng.normal());
    const twin = people.map((value) => value + 0.05 * rng.normal());
    const pairs = compare([people, better, twin]);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(pairs.map(({ difference }) => isSure(difference))).toEqual([true, false, true]);
    for (const { difference } of pairs) expect(difference.corrected).toBeGreaterThanOrEqual(difference.p);
    expect(pairs[0].difference.corrected).toBeCloseTo(3 / 10_001, 9);
    const turned = reversed(pairs[0].difference);
    expect(turned.mean).toBeCloseTo(0.2, 1);
    expect(turned.interval[0]).toBeGreaterThan(0.17);
    expect(turned.rankBiserial).toBeGreaterThan(0.9);
  });

  it('leaves out people for whom either has no value, and says so when nobody is left', () => {
    const alone = compare([
      [1, NaN, 3, 2],
      [0, 5, NaN, 2],
    ])[0].difference;
    expect(alone).toMatchObject({ mean: 0.5, people: 2 });
    expect(compare([[NaN], [1]])[0].difference).toMatchObject({ mean: NaN, people: 0, p: NaN, corrected: NaN });
    expect(compare([[1]])).toEqual([]);
  });

  it('cannot tell a recommender from itself', () => {
    const [{ difference }] = compare([
      [0.2, 0.4],
      [0.2, 0.4],
    ]);
    expect(difference).toMatchObject({ mean: 0, p: 1, corrected: 1, effect: 0, interval: [0, 0] });
  });

  it('keeps enough sign flips for some pair of very many to be sure', () => {
    const columns = Array.from({ length: 21 }, (_, c) => Array.from({ length: 40 }, (__, i) => (c === 0 ? 1 + i : 0)));
    const first = compare(columns, 1, 1000)[0];
    expect(isSure(first.difference)).toBe(true);
  });

  it('raises a false alarm about as often as it says', () => {
    const rng = createRng(17);
    const trials = 400;
    let flips = 0;
    let ranks = 0;
    for (let trial = 0; trial < trials; trial++) {
      // Skewed and correlated, as shares of hits are, but equal on average.
      const a = Array.from({ length: 40 }, () => rng.next() ** 3);
      const b = a.map((value) => 0.5 * value + 0.5 * rng.next() ** 3);
      const [{ difference }] = compare([a, b], trial, 400);
      if (difference.p <= 0.05) flips++;
      if (difference.wilcoxon <= 0.05) ranks++;
    }
    // 5 % of 400 is 20, give or take 4.4.
    expect(flips).toBeGreaterThan(7);
    expect(flips).toBeLessThan(34);
    expect(ranks).toBeGreaterThan(5);
    expect(ranks).toBeLessThan(36);
  }, 30_000);
});
