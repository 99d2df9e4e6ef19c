import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBefore, rankOf, tiedRanks, topN } from '../../../src/core/ranking/top-n.ts';

fc.configureGlobal({ seed: 1 });

const of = (...scores: number[]) => Float64Array.from(scores);
const list = (scores: Float64Array, n: number, seen: number[] = []) => [...topN(scores, n, seen)];

describe('the n best', () => {
  it('come best first', () => expect(list(of(1, 3, 2), 2)).toEqual([1, 2]));
  it('are fewer where fewer are left', () => expect(list(of(1, NaN, 2), 10, [0])).toEqual([2]));
  it('are none of none', () =>
    expect([list(of(), 5), list(of(1, 2), 0), list(of(1, 2), 5, [0, 1])]).toEqual([[], [], []]));
  it('never hold what has no score', () => expect(list(of(NaN, -1, NaN), 3)).toEqual([1]));
  it('never hold what was seen', () => expect(list(of(9, 8, 7, 6), 2, [0, 2])).toEqual([1, 3]));

  it('put the lower index first on a tie, also within a billionth', () => {
    expect(list(of(1, 2, 1, 2), 4)).toEqual([1, 3, 0, 2]);
    expect(list(of(0.5, 0.5 + 1e-10, 0.5 - 1e-10), 3)).toEqual([0, 1, 2]);
    expect(list(of(0.5, 0.5 + 1e-8), 2)).toEqual([1, 0]);
  });

  it('take large sums as equal at twelve digits', () => {
    expect(list(of(1e15, 1e15 + 1), 2)).toEqual([0, 1]);
    expect(list(of(1e6, 1e6 + 1e-4), 2)).toEqual([1, 0]);
    expect(list(of(-1e15, -1e15 - 1, -2e15), 3)).toEqual([0, 1, 2]);
  });

  it('order infinite scores and the largest numbers like any other', () => {
    expect(list(of(0, -Infinity, Infinity, 5), 4)).toEqual([2, 3, 0, 1]);
    expect(list(of(Infinity, 1, Infinity), 2)).toEqual([0, 2]);
    expect(list(of(NaN, -Infinity), 2)).toEqual([1]);
    expect(list(of(1e300, 1e305, Number.MAX_VALUE, 5e-324, 0), 5)).toEqual([2, 1, 0, 3, 4]);
  });
});

/** Scores with many ties, near ties, gaps and extremes. */
const anyScore = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }).map((i) => 0.1 + i * 2e-10) },
  { weight: 2, arbitrary: fc.double({ min: -1e18, max: 1e18, noNaN: true }) },
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 999.9999999999, 1000),
);
const anyScores = fc.array(anyScore, { maxLength: 60 }).map((scores) => Float64Array.from(scores));
const anySeen = fc.uniqueArray(fc.nat(70), { maxLength: 20 }).map((seen) => seen.sort((a, b) => a - b));

describe('against a plain sort', () => {
  const sorted = (scores: Float64Array, seen: readonly number[]) =>
    [...scores.keys()]
      .filter((item) => !Number.isNaN(scores[item]) && !seen.includes(item))
      .sort((a, b) => (isBefore(a, b, scores) ? -1 : 1));

  it('the list is its beginning', () => {
    fc.assert(
      fc.property(anyScores, fc.nat(80), anySeen, (scores, n, seen) => {
        expect(list(scores, n, seen)).toEqual(sorted(scores, seen).slice(0, n));
      }),
    );
  });

  it('a rank is the place in it', () => {
    fc.assert(
      fc.property(anyScores, anySeen, (scores, seen) => {
        sorted(scores, seen).forEach((item, place) => expect(rankOf(scores, item, seen)).toBe(place + 1));
      }),
    );
  });

  it('the order is total: for two items one is first, and it is transitive', () => {
    fc.assert(
      fc.property(fc.tuple(anyScore, anyScore, anyScore), (three) => {
        const scores = of(...three);
        for (const [a, b] of [
          [0, 1],
          [0, 2],
          [1, 2],
        ]) {
          // prettier-ignore
          const unscored = Number.isNaN(scores[a]) && Number.isNaN(scores[b]);
          if (!unscored) expect(isBefore(a, b, scores)).toBe(!isBefore(b, a, scores));
        }
        for (const [a, b, c] of [
          [0, 1, 2],
          [0, 2, 1],
          [1, 0, 2],
          [1, 2, 0],
          [2, 0, 1],
          [2, 1, 0],
        ]) {
          // prettier-ignore
          if (isBefore(a, b, scores) && isBefore(b, c, scores)) expect(isBefore(a, c, scores)).toBe(true);
        }
      }),
    );
  });

  it('scores apart by more than the grid are in their own order', () => {
    const apart = fc.double({ min: -999, max: 999, noNaN: true });
    fc.assert(
      fc.property(apart, apart, (a, b) => {
        fc.pre(Math.abs(a - b) > 2e-9);
        expect(isBefore(0, 1, of(a, b))).toBe(a > b);
      }),
    );
  });
});

describe('a rank', () => {
  it('does not count seen items, and is NaN without a score', () => {
    expect(rankOf(of(5, 4, 3), 2, [0])).toBe(2);
    expect(rankOf(of(5, NaN), 1)).toBeNaN();
  });
});

describe('the ranks that ties leave open', () => {
  it('run from the best to the worst order of equal scores', () => {
    expect(tiedRanks(of(5, 4, 4, 4, 3), 2)).toEqual([2, 4]);
    expect(tiedRanks(of(5, 4, 4, 4, 3), 2, [0, 1])).toEqual([1, 2]);
    expect(tiedRanks(of(5, 4), 1)).toEqual([2, 2]);
    expect(tiedRanks(of(5, NaN), 1)).toEqual([NaN, NaN]);
  });

  it('are those of the item standing first and last in the catalog', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1, 2, 2 + 1e-11, 3, NaN), { maxLength: 8 }), (others) => {
        const [best, worst] = tiedRanks(of(...others, 2), others.length);
        expect(best).toBe(rankOf(of(2, ...others), 0));
        expect(worst).toBe(rankOf(of(...others, 2), others.length));
      }),
    );
  });
});
