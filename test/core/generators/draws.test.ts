import { describe, expect, it } from 'vitest';
import { activities } from '../../../src/core/generators/activities.ts';
import { dirichlet, drawDistinct, gamma, lognormal } from '../../../src/core/generators/draws.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { createRng } from '../../../src/core/rng.ts';

const many = (draw: () => number, count = 20_000) => Float64Array.from({ length: count }, draw);
const variance = (values: Float64Array) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe('gamma', () => {
  it.each([0.2, 0.8, 1, 3.5])('has mean and variance %d', (shape) => {
    const rng = createRng(1);
    const values = many(() => gamma(rng, shape));
    expect(mean(values) / shape).toBeCloseTo(1, 1);
    expect(variance(values) / shape).toBeCloseTo(1, 0);
    expect(values.every((value) => value >= 0)).toBe(true);
  });
});

describe('dirichlet', () => {
  it('sums to 1, and is the more uneven the smaller its concentration', () => {
    const rng = createRng(2);
    const largest = (concentration: number) =>
      mean(
        many(() => {
          const shares = dirichlet(rng, 10, concentration);
          expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          return Math.max(...shares);
        }, 500),
      );
    expect(largest(0.1)).toBeGreaterThan(0.65);
    expect(largest(100)).toBeLessThan(0.15);
  });
});

describe('lognormal', () => {
  it('has the median and the spread of its logarithm', () => {
    const rng = createRng(3);
    const logs = many(() => Math.log(lognormal(rng, 70, 0.75)));
    expect(mean(logs)).toBeCloseTo(Math.log(70), 1);
    expect(Math.sqrt(variance(logs))).toBeCloseTo(0.75, 1);
  });
});

describe('drawDistinct', () => {
  it('draws in proportion to the weights, first and second', () => {
    const rng = createRng(4);
    const weights = Float64Array.of(1, 2, 5, 2);
    const first = new Float64Array(4);
    const second = new Float64Array(4);
    const rounds = 40_000;
    for (let round = 0; round < rounds; round++) {
      const [a, b] = drawDistinct(rng, weights, 2);
      first[a]++;
      second[b]++;
    }
    // P(second = i) = Σ over first a ≠ i of w_a / W · w_i / (W − w_a)
    [1, 2, 5, 2].forEach((weight, i) => {
      expect(first[i] / rounds).toBeCloseTo(weight / 10, 1.7);
      const expected = [...weights].reduce((sum, w, a) => (a === i ? sum : sum + ((w / 10) * weight) / (10 - w)), 0);
      expect(Math.abs(second[i] / rounds - expected)).toBeLessThan(0.012);
    });
  });

  it('never repeats, never draws what has no weight, and stops when all is drawn', () => {
    const weights = Float64Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 0 : 1e-9 ** (i / 200)));
    const drawn = [...drawDistinct(createRng(5), weights, 500)];
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn.length).toBe(weights.filter(Boolean).length);
    expect(drawn.every((at) => weights[at] > 0)).toBe(true);
    expect(drawDistinct(createRng(5), new Float64Array(3), 2).length).toBe(0);
  });
});

describe('activities', () => {
  const asked = { users: 500, events: 30_000, spread: 1.05, least: 20, most: 400 };

  it('adds up exactly, within bounds, unevenly', () => {
    const counts = activities(createRng(6), asked);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(30_000);
    expect(Math.min(...counts)).toBe(20);
    expect(Math.max(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThanOrEqual(400);
  });

  it('meets both bounds to the last event', () => {
    expect(new Set(activities(createRng(6), { ...asked, events: 500 * 20 }))).toEqual(new Set([20]));
    expect(new Set(activities(createRng(6), { ...asked, events: 500 * 400 }))).toEqual(new Set([400]));
  });

  it('refuses what cannot be', () => {
    expect(() => activities(createRng(6), { ...asked, events: 9_999 })).toThrow(/Expected 10000 to 200000 events/);
    expect(() => activities(createRng(6), { ...asked, events: 200_001 })).toThrow(/got 200001/);
  });
});
