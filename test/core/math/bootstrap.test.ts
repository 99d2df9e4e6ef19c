import { describe, expect, it } from 'vitest';
import type { BootstrapOptions } from '../../../src/core/math/bootstrap.ts';
import { bootstrap, resampledMeans } from '../../../src/core/math/bootstrap.ts';
import type { Sample } from '../../../src/core/math/statistics.ts';
import { mean, standardError } from '../../../src/core/math/statistics.ts';
import { drawSeed, xorshift } from '../../../src/core/math/xorshift.ts';
import { createRng } from '../../../src/core/rng.ts';
import { endOf } from '../../fixtures/generator.ts';

const intervals = (samples: readonly Sample[], seed = 1, options: BootstrapOptions = {}) =>
  endOf(bootstrap(samples, createRng(seed), options));
const plain = (values: ArrayLike<number>): Sample => ({ values, weights: null, order: 1 });

describe('bootstrap', () => {
  const rng = createRng(5);
  const normal = Float64Array.from({ length: 400 }, () => 10 + 2 * rng.normal());

  it('agrees with the normal interval of a mean of many', () => {
    const [[low, high]] = intervals([plain(normal)]) as [[number, number]];
    const half = 1.96 * standardError(normal);
    expect(low).toBeCloseTo(mean(normal) - half, 1);
    expect(high).toBeCloseTo(mean(normal) + half, 1);
  });

  it('covers the truth about as often as it says', () => {
    const trials = 300;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Float64Array.from({ length: 60 }, () => rng.normal());
      const [[low, high]] = intervals([plain(sample)], trial, { resamples: 400 }) as [[number, number]];
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it('is a matter of the seed alone', () => {
    expect(intervals([plain(normal)], 3)).toEqual(intervals([plain(normal)], 3));
    expect(intervals([plain(normal)], 3)).not.toEqual(intervals([plain(normal)], 4));
  });

  it('draws the people that a plain loop draws, whoever is drawn more than three times', () => {
    const values = Float64Array.from({ length: 37 }, (_, i) => (i % 5 === 0 ? NaN : Math.sin(i)));
    const weights = Float64Array.from({ length: 37 }, (_, i) => 1 + (i % 4));
    const samples: Sample[] = [plain(values), { values, weights, order: 2 }, plain(weights)];
    const [means, errors, sizes] = endOf(resampledMeans(samples, createRng(8), 700));

    const { below } = xorshift(drawSeed(createRng(8)));
    for (let r = 0; r < 700; r++) {
      const drawn = Array.from({ length: 37 }, () => below(37));
      const valued = drawn.filter((i) => i % 5 !== 0);
      const total = (of: readonly number[], term: (i: number) => number) => of.reduce((sum, i) => sum + term(i), 0);
      expect(means[r]).toBeCloseTo(total(valued, (i) => values[i]) / valued.length, 12);
      const squares = total(valued, (i) => weights[i] * values[i] ** 2) / total(valued, (i) => weights[i]);
      expect(errors[r]).toBeCloseTo(Math.sqrt(squares), 12);
      expect(sizes[r]).toBeCloseTo(total(drawn, (i) => weights[i]) / 37, 12);
    }
  });

  it('leans with a skewed number where BCa is asked for, and not by percentiles', () => {
    // Squares of normal values: the mean's own law is skewed to the right.
    const skewed = plain(Float64Array.from({ length: 80 }, () => rng.normal() ** 4));
    const middle = mean(Array.from(skewed.values));
    const [[low, high]] = intervals([skewed], 2, { interval: 'bca' }) as [[number, number]];
    const [[lowP, highP]] = intervals([skewed], 2, { interval: 'percentile' }) as [[number, number]];
    expect(high - middle).toBeGreaterThan(middle - low);
    expect(high).toBeGreaterThan(highP);
    expect(low).toBeGreaterThan(lowP);
  });

  it('agrees with an independent account of BCa', () => {
    // Efron & Tibshirani 1993, table 14.1 and 14.3: spatial test data, variance with divisor n, which is a mean of squares.
    const a = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
    const variance = mean(a.map((value) => (value - mean(a)) ** 2));
    const squares = plain(a.map((value) => (value - mean(a)) ** 2));
    expect(variance).toBeCloseTo(171.5, 1);
    const [[low, high]] = intervals([squares], 5, { resamples: 20_000 }) as [[number, number]];
    const reference = slowBca(Array.from(squares.values), 20_000);
    expect(Math.abs(low - reference[0])).toBeLessThan(3);
    expect(Math.abs(high - reference[1])).toBeLessThan(4);
  });

  it('serves several samples with the same draws', () => {
    const [a, b] = intervals([plain(normal), plain(normal.map((value) => value + 1))]);
    expect(b![0]).toBeCloseTo(a![0] + 1, 9);
    expect(b![1]).toBeCloseTo(a![1] + 1, 9);
  });

  it('has nothing to say of a sample without a number, and is certain where all agree', () => {
    expect(intervals([plain([NaN, NaN]), plain([0.5, 0.5])])).toEqual([null, [0.5, 0.5]]);
    expect(intervals([])).toEqual([]);
  });

  it('breathes during long work', () => {
    const large = plain(new Float64Array(50_000).fill(1));
    expect(bootstrap([large], createRng(1)).next().done).toBe(false);
  });
});

/** BCa as in the book, with draws and normal law of its own: Φ by summing its density, Φ⁻¹ by search. */
function slowBca(values: readonly number[], resamples: number): [number, number] {
  const rng = createRng(99);
  const n = values.length;
  const theta = mean(values);
  const drawn = Array.from({ length: resamples }, () => mean(values.map(() => values[rng.int(n)]))).sort(
    (a, b) => a - b,
  );
  const shares = [0];
  for (let z = -8; z <= 8; z += 0.001)
    shares.push(shares.at(-1)! + (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * 0.001);
  const phi = (z: number) => shares[Math.max(0, Math.min(shares.length - 1, Math.round((z + 8) / 0.001)))];
  const phiInverse = (share: number) => shares.findIndex((one) => one >= share) * 0.001 - 8;
  const z0 = phiInverse(drawn.filter((one) => one < theta).length / resamples);
  const left = values.map((_, i) => mean(values.filter((__, j) => j !== i)));
  const gaps = left.map((one) => mean(left) - one);
  const a = gaps.reduce((s, d) => s + d ** 3, 0) / (6 * gaps.reduce((s, d) => s + d ** 2, 0) ** 1.5);
  const at = (z: number) => drawn[Math.floor(phi(z0 + (z0 + z) / (1 - a * (z0 + z))) * resamples)];
  return [at(-1.96), at(1.96)];
}
