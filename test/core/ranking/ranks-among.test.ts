import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranksAmong } from '../../../src/core/ranking/ranks-among.ts';
import { tiedRanks } from '../../../src/core/ranking/top-n.ts';

const scores = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constant(NaN)), { minLength: 8, maxLength: 8 });
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
