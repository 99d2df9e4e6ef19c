import { describe, expect, it } from 'vitest';
import { Mersenne } from '../../../src/core/math/mersenne.ts';
import { describeShared, readShared } from '../../shared.ts';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describeShared('the stream of the notebook', ['oracle/toy.json'], () => {
  const { examples } = readShared('oracle/toy.json').generator;
  const fresh = () => new Mersenne(42);
  const times = <T>(n: number, draw: () => T) => range(n).map(draw);

  it('gives its words and doubles', () => {
    const words = fresh();
    expect(times(20, () => words.word())).toEqual(examples.uint32_first20);
    const doubles = fresh();
    expect(times(20, () => doubles.double())).toEqual(examples.double_first20);
  });

  it('gives its integers', () => {
    expect(fresh().integers(6, 60)).toEqual(examples.randint_0_6_size60);
    expect(fresh().integers(1000, 12)).toEqual(examples.randint_0_1000_size12);
  });

  it('orders and chooses as it does', () => {
    expect(fresh().permutation(12)).toEqual(examples.permutation_12);
    expect(fresh().permutation(11)).toEqual(examples.permutation_11);
    expect(fresh().shuffle(range(10))).toEqual(examples.shuffle_0to9);
    expect(fresh().pick(range(12), 5)).toEqual(examples.choice_12_size5_noReplace);
    expect(fresh().pickAgain(range(15), 8)).toEqual(examples.choice_15_size8_replace);
  });

  it('gives its normals, and keeps the second of a pair through other draws', () => {
    const normals = fresh();
    for (const expected of examples['normal_4.2_0.6_size10'])
      expect(normals.normal(4.2, 0.6)).toBeCloseTo(expected, 12);
    const mixed = fresh();
    const draws: Record<string, () => number> = {
      double: () => mixed.double(),
      'normal(0,1)': () => mixed.normal(),
      'randint(0,6)': () => mixed.upTo(5),
    };
    for (const [draw, expected] of examples.mixedStream) expect(draws[draw]()).toBeCloseTo(expected, 12);
  });
});

describe('the Mersenne stream', () => {
  it('reaches the ten thousandth word of its authors’ default seed', () => {
    const stream = new Mersenne(5489);
    for (let i = 1; i < 10_000; i++) stream.word();
    expect(stream.word()).toBe(4123659995);
  });

  it('takes seeds and tops of all 32 bits', () => {
    expect(new Mersenne(2 ** 32 - 1).word()).toBe(419326371);
    const stream = new Mersenne(1);
    const values = range(100).map(() => stream.upTo(2 ** 32 - 1));
    const words = new Mersenne(1);
    expect(values).toEqual(range(100).map(() => words.word()));
    expect(Math.max(...values)).toBeGreaterThan(2 ** 31);
  });

  it('draws nothing where there is no choice', () => {
    const stream = new Mersenne(7);
    expect([stream.upTo(0), stream.permutation(1), stream.pick([], 3), stream.pickAgain([], 3)]).toEqual([
      0,
      [0],
      [],
      [],
    ]);
    expect(stream.pick([5, 6], 9).sort()).toEqual([5, 6]);
    const untouched = new Mersenne(7);
    untouched.word();
    expect(stream.word()).toBe(untouched.word());
  });
});
