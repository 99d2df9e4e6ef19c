import type { Rng } from '../rng.ts';
import { exp, ln, power } from '../math/elementary.ts';

/** Gamma with the given shape and scale 1. Marsaglia & Tsang (2000), A Simple Method for Generating Gamma Variables. */
export function gamma(rng: Rng, shape: number): number {
  // Below 1 the method does not apply: a gamma of shape + 1 times U^(1 / shape) has the wanted distribution.
  if (shape < 1) return gamma(rng, shape + 1) * power(1 - rng.next(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && ln(1 - rng.next()) < 0.5 * x * x + d - d * v + d * ln(v)) return d * v;
  }
}

/** Shares that sum to 1; the smaller the concentration, the more a few of them dominate. */
export function dirichlet(rng: Rng, length: number, concentration: number): Float64Array {
  const shares = Float64Array.from({ length }, () => gamma(rng, concentration));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

export const lognormal = (rng: Rng, median: number, sigma: number): number => median * exp(sigma * rng.normal());

/** How many rare events of that mean number happen, by multiplying uniforms: for means of a few dozen at most. */
export function poisson(rng: Rng, mean: number): number {
  const limit = exp(-mean);
  let count = 0;
  for (let product = rng.next(); product > limit; product *= rng.next()) count++;
  return count;
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * `n` distinct positions drawn one after the other, each in proportion to its weight among those left, in the order
 * drawn; fewer if fewer have weight. O(positions + n log positions): a position drawn again is drawn anew, and the
 * running sums are rebuilt whenever half of their weight is used up.
 */
export function drawDistinct(rng: Rng, weights: Float64Array, n: number): Uint32Array {
  const drawn = new Uint32Array(Math.min(n, weights.length));
  const left = weights.slice();
  const sums = new Float64Array(weights.length);
  let count = 0;
  let used = 0;
  let total = runningSums(left, sums);
  while (count < drawn.length && total > 0) {
    const at = firstAbove(sums, rng.next() * total);
    if (left[at] === 0) continue;
    drawn[count++] = at;
    used += left[at];
    left[at] = 0;
    if (used * 2 > total) {
      total = runningSums(left, sums);
      used = 0;
    }
  }
  return drawn.subarray(0, count);
}

/** Fills `sums` and returns the last of them. */
export function runningSums(weights: Float64Array, sums: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i];
  return sum;
}

/** The first position whose running sum exceeds `wanted`. */
export function firstAbove(sums: Float64Array, wanted: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
