import { describe, expect, it } from 'vitest';
import { atan, exp, ln, log1p, log2, power, powerOfTen } from '../../../src/core/math/elementary.ts';
import { createRng } from '../../../src/core/rng.ts';

/** Distance in units in the last place of the engine's own value, which is within one of the true one. */
const apart = (own: number, engine: number) =>
  Object.is(own, engine) ? 0 : Math.abs(own - engine) / (Math.abs(engine) * Number.EPSILON);

const farthest = (own: (x: number) => number, engine: (x: number) => number, from: number, to: number) => {
  const rng = createRng(1);
  let most = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = from + rng.next() * (to - from);
    most = Math.max(most, apart(own(x), engine(x)));
  }
  return most;
};

describe('elementary functions', () => {
  it('come within three units in the last place of the engine’s', () => {
    expect(farthest(exp, Math.exp, -700, 700)).toBeLessThan(3);
    expect(farthest(exp, Math.exp, -1, 1)).toBeLessThan(3);
    expect(farthest(ln, Math.log, 0, 4)).toBeLessThan(3);
    expect(
      farthest(
        (x) => ln(exp(x)),
        (x) => x,
        1,
        700,
      ),
    ).toBeLessThan(3);
    expect(farthest(log2, Math.log2, 0, 1000)).toBeLessThan(3);
    expect(farthest(atan, Math.atan, -20, 20)).toBeLessThan(4);
    expect(farthest(log1p, Math.log1p, -1e-3, 1e-3)).toBeLessThan(4);
    expect(
      farthest(
        (x) => power(x, 0.3),
        (x) => x ** 0.3,
        0,
        100,
      ),
    ).toBeLessThan(3);
    expect(
      farthest(
        (x) => power(x, -7),
        (x) => x ** -7,
        0.1,
        10,
      ),
    ).toBeLessThan(8);
  });

  it('are exact where there is an exact answer', () => {
    for (let k = -1074; k < 1024; k++) expect(log2(2 ** k)).toBe(k);
    expect([exp(0), ln(1), log1p(0), power(3, 4), power(7, 0), power(0, 0.5), powerOfTen(-7)]).toEqual([
      1, 0, 0, 81, 1, 0, 1e-7,
    ]);
  });

  it('know where they end', () => {
    expect([exp(710), exp(-746), exp(-745), exp(NaN)]).toEqual([Infinity, 0, 5e-324, NaN]);
    expect([ln(0), ln(-1), ln(Infinity), ln(NaN), ln(5e-324)]).toEqual([
      ...[-Infinity, NaN, Infinity, NaN],
      expect.closeTo(-744.44, 2),
    ]);
    expect([log2(0), log2(-1), log1p(Infinity), power(0, -1)]).toEqual([-Infinity, NaN, Infinity, Infinity]);
  });

  // These bits are those of every engine: additions, multiplications and divisions leave nothing open.
  it('give these very bits', () => {
    const sum = (own: (x: number) => number) => {
      let total = 0;
      for (let i = 1; i <= 1000; i++) total += own(i / 97);
      return total;
    };
    expect([sum(exp), sum(ln), sum(log2), sum((x) => power(x, 0.75))]).toMatchInlineSnapshot(`
      [
        2925881.0787096266,
        1337.4171999847802,
        1929.485162017646,
        3290.504347325042,
      ]
    `);
  });
});
