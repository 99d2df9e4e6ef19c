import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rng } from '../../src/core/rng.ts';
import { createRng, hashText } from '../../src/core/rng.ts';

fc.configureGlobal({ seed: 1 });

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);
const doubles = (rng: Rng, count = 20) => draw(count, () => rng.next());
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's statistic of counts that should all be equal. */
const chiSquare = (counts: number[]) => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};
const histogram = (bins: number, values: number[]) => {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[value]++;
  return counts;
};
/** With 99 degrees of freedom the statistic is above 160 once in ten thousand. */
const limitOf99 = 160;

describe('chance', () => {
  it('is the same for the same seed and another for the next', () => {
    expect(doubles(createRng(7))).toEqual(doubles(createRng(7)));
    expect(doubles(createRng(7))).not.toEqual(doubles(createRng(8)));
  });

  it('is uniform over the unit interval', () => {
    const values = doubles(createRng(1), 100_000);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(chiSquare(histogram(100, values.map((value) => Math.floor(value * 100))))).toBeLessThan(limitOf99); // prettier-ignore
  });

  it('is uniform over whole numbers below n, for any seed', () => {
    for (const seed of [0, 1, 2, -1, 2 ** 31]) {
      const rng = createRng(seed);
      const values = draw(100_000, () => rng.int(100));
      expect(chiSquare(histogram(100, values))).toBeLessThan(limitOf99);
    }
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const value = createRng(seed).int(n);
        return Number.isInteger(value) && value >= 0 && value < n;
      }),
    );
  });

  it('does not begin alike for neighboring seeds', () => {
    const firsts = draw(10_000, () => 0).map((_, seed) => Math.floor(createRng(seed).next() * 100));
    expect(chiSquare(histogram(100, firsts))).toBeLessThan(limitOf99);
  });

  it('has normal draws of mean 0, deviation 1 and no memory', () => {
    const rng = createRng(3);
    const values = draw(100_000, () => rng.normal());
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(values.length));
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length));
    const product = mean(values.slice(1).map((value, i) => value * values[i]));
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(values.length));
    const beyond = values.filter((value) => Math.abs(value) > 1.96).length / values.length;
    expect(beyond).toBeCloseTo(0.05, 2);
  });

  it('shuffles in place into every order equally often', () => {
    const rng = createRng(5);
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = rng.shuffle([0, 1, 2, 3]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    // 23 degrees of freedom.
    expect(chiSquare([...orders.values()])).toBeLessThan(58);
    const values = Uint32Array.of(3, 1, 2);
    expect(rng.shuffle(values)).toBe(values);
    expect([...values].sort()).toEqual([1, 2, 3]);
  });
});

describe('a fork', () => {
  it('does not move when its parent draws', () => {
    const untouched = createRng(1);
    const used = createRng(1);
    doubles(used, 1000);
    used.normal();
    expect(doubles(used.fork('start'))).toEqual(doubles(untouched.fork('start')));
  });

  it('does not move its parent', () => {
    const forked = createRng(1);
    doubles(forked.fork('start'), 1000);
    expect(doubles(forked)).toEqual(doubles(createRng(1)));
  });

  it('goes its own way by name, by seed and at every depth', () => {
    const streams = [1, 2, 3].flatMap((seed) => {
      const own = createRng(seed);
      return [own, own.fork(''), own.fork('fit als'), own.fork('split'), own.fork('split').fork('split')];
    });
    expect(new Set(streams.map((stream) => stream.next())).size).toBe(streams.length);
    const [a, b] = [createRng(1).fork('a'), createRng(1).fork('b')];
    const correlation = 12 * mean(draw(20_000, () => (a.next() - 0.5) * (b.next() - 0.5)));
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(20_000));
  });
});

it('hashes texts apart that differ in one letter, and by seed', () => {
  const hashes = draw(20_000, () => 0).map((_, i) => hashText(`item ${i}`));
  expect(new Set(hashes).size).toBeGreaterThan(19_990);
  expect(hashText('a', 1)).not.toBe(hashText('a', 2));
  expect(chiSquare(histogram(100, hashes.map((hash) => Math.floor((hash / 2 ** 32) * 100))))).toBeLessThan(limitOf99); // prettier-ignore
});
