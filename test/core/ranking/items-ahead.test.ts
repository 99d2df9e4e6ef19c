import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aheadByRanks, itemsAhead } from '../../../src/core/ranking/items-ahead.ts';
import { ranksAmong } from '../../../src/core/ranking/ranks-among.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';

const size = 9;
/** Ties, near ties, and no score at all. */
const score = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 1 + 1e-12, 1 - 4e-10, 1 + 1e-9, 5e6, 5e6 + 1e-6),
);
const some = fc.uniqueArray(fc.nat(size - 1)).map((items) => items.sort((a, b) => a - b));

describe('items ahead', () => {
  it('are those listed before a wanted one, without the other wanted ones', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: size, maxLength: size }), some, some, (own, wanted, known) => {
        const scores = Float64Array.from(own);
        const leftOut = known.filter((item) => !wanted.includes(item));
        const list = [...topN(scores, size, leftOut)];
        const expected = list.flatMap((item, place) =>
          wanted.includes(item) ? [list.slice(0, place).filter((other) => !wanted.includes(other)).length] : [],
        );
        while (expected.length < wanted.length) expected.push(size);
        expect([...itemsAhead(scores, Uint32Array.from(wanted), leftOut)]).toEqual(expected);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('follow from ranks, unless another scores the same as a wanted one', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: size, maxLength: size }), some, some, (own, listed, known) => {
        const scores = Float64Array.from(own);
        const wanted = Uint32Array.from(listed);
        const leftOut = known.filter((item) => !listed.includes(item));
        const ranks = ranksAmong(scores, wanted, leftOut);
        const alone = ranks.best.every((best, at) => {
          const equal = ranks.best.filter((other) => other === best).length;
          return Number.isNaN(scores[wanted[at]]) || ranks.worst[at] - best + 1 === equal;
        });
        const found = aheadByRanks(ranks, scores, wanted);
        expect(found).toEqual(alone ? itemsAhead(scores, wanted, leftOut) : null);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
