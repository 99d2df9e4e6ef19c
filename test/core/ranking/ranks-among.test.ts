import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranksAmong } from '../../../src/core/ranking/ranks-among.ts';
import { tiedRanks } from '../../../src/core/ranking/top-n.ts';

/** With ties, scores that are equal within a billionth, gaps and extremes. */
const score = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }).map((i) => 0.1 + i * 2e-10) },
  fc.double({ min: -1e18, max: 1e18, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 999.9999999999, 1000, 1e15, 1e15 + 1),
);
const scores = fc.array(score, { minLength: 8, maxLength: 8 });
const some = fc.uniqueArray(fc.nat(7)).map((items) => items.sort());

describe('ranks among all candidates', () => {
  it('are those each item has on its own, and the places behind all others without a score', () => {
    fc.assert(
      fc.property(scores, some, some, (own, wanted, known) => {
        const leftOut = known.filter((item) => !wanted.includes(item));
        const all = Float64Array.from(own);
        const { best, worst, candidates } = ranksAmong(all, Uint32Array.from(wanted), leftOut);
        expect(candidates).toBe(8 - leftOut.length);
        const silent = own.filter((score, item) => Number.isNaN(score) && !leftOut.includes(item)).length;
        wanted.forEach((item, at) => {
          const expected = Number.isNaN(own[item])
            ? [candidates - silent + 1, candidates]
            : tiedRanks(all, item, leftOut);
          expect([best[at], worst[at]]).toEqual(expected);
        });
      }),
    );
  });
});
