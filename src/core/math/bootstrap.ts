/**
 * B. Efron & R. Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall 1993: people are drawn with replacement, as
 * many as there are, and the number θ is computed anew from each draw. Of the ascending θ*
 *
 *   percentile (ch. 13): the middle 95 %
 *   BCa (ch. 14):        from the share Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))) for z = ∓1.96, where
 *                        z₀ = Φ⁻¹(share of θ* below θ),  a = Σ dᵢ³ / (6 (Σ dᵢ²)^1.5),  dᵢ = mean θ₍₋ᵢ₎ − θ₍₋ᵢ₎
 *
 * BCa minds what most metrics are: bounded, and so skewed near a bound.
 */
import type { Kernels } from '../compute.ts';
import type { Rng } from '../rng.ts';
import { normalQuantile, normalShare } from './normal.ts';
import { plainResampling } from './resampling.ts';
import type { Sample } from './statistics.ts';
import { mean, powerMean, quantile, rootOf, termsOf } from './statistics.ts';
import { drawSeed } from './xorshift.ts';

export type Interval = readonly [low: number, high: number];

export interface BootstrapOptions {
  readonly resamples?: number;
  readonly interval?: 'bca' | 'percentile';
  readonly kernels?: Pick<Kernels, 'resampling'> | undefined;
}

export const usualResamples = 10_000;

/**
 * 95 % intervals of the power means of several samples over the same people, each draw serving all samples.
 * Yields the share done. null for a sample without a number.
 */
export function* bootstrap(
  samples: readonly Sample[],
  rng: Rng,
  { resamples = usualResamples, interval = 'bca', kernels }: BootstrapOptions = {},
): Generator<number, (Interval | null)[], void> {
  const drawn = yield* resampledMeans(samples, rng, resamples, kernels);
  const intervals: (Interval | null)[] = [];
  for (const [at, means] of drawn.entries()) {
    const ascending = ascendingNumbers(means);
    if (ascending.length === 0) intervals.push(null);
    else intervals.push(interval === 'bca' ? bcaInterval(ascending, samples[at]) : percentileInterval(ascending));
    if (at % 4 === 3) yield 1;
  }
  return intervals;
}

/** Of ascending resampled values. */
export const percentileInterval = (ascending: Float64Array): Interval => [
  quantile(ascending, 0.025),
  quantile(ascending, 0.975),
];

/** A resample may happen to hold none of the few people that have a value. */
export const ascendingNumbers = (values: Float64Array) => values.filter((value) => !Number.isNaN(value)).sort();

function bcaInterval(ascending: Float64Array, sample: Sample): Interval {
  const value = powerMean(sample);
  const near = 1e-12 * Math.max(1, Math.abs(value));
  let below = 0;
  for (const one of ascending) below += one < value - near ? 1 : one > value + near ? 0 : 0.5;
  const share = below / ascending.length;
  if (share === 0 || share === 1) return percentileInterval(ascending);
  const bias = normalQuantile(share);
  const acceleration = accelerationOf(sample);
  const bound = (z: number) => quantile(ascending, normalShare(bias + (bias + z) / (1 - acceleration * (bias + z))));
  return [bound(-1.959964), bound(1.959964)];
}

/** How the spread changes with the value, by leaving out one person at a time. */
function accelerationOf(sample: Sample): number {
  const [sums, weights] = termsOf(sample);
  const sum = total(sums);
  const weight = total(weights);
  const without: number[] = [];
  for (let i = 0; i < sums.length; i++) {
    if (weights[i] > 0 && weight > weights[i]) {
      without.push(rootOf(Math.max(0, sum - sums[i]) / (weight - weights[i]), sample.order));
    }
  }
  const middle = mean(without);
  let squares = 0;
  let cubes = 0;
  for (const one of without) {
    squares += (middle - one) ** 2;
    cubes += (middle - one) ** 3;
  }
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}

/** People drawn, or counts of people added to a sum, between two breaths: some hundredths of a second. */
const drawnAtOnce = 4e6;
const addedAtOnce = 1e8;

/**
 * Per sample its power mean in each resample; the kernels, where there are some, give the same bits sooner. Yields the share
 * done.
 */
export function* resampledMeans(
  samples: readonly Sample[],
  rng: Rng,
  resamples: number,
  kernels: Pick<Kernels, 'resampling'> = plainKernels,
): Generator<number, Float64Array[], void> {
  if (samples.length === 0) return [];
  const { columns, places } = distinctColumns(samples);
  const results = samples.map(() => new Float64Array(resamples));
  const people = columns[0].length || 1;
  // Many enough for the tables behind the sums to pay, few enough for the counts to stay in some ten megabytes.
  const held = Math.min(resamples, Math.max(512, Math.floor(2 ** 25 / people)));
  const atOnce = Math.max(1, Math.floor(drawnAtOnce / people));
  const columnsAtOnce = 2 * Math.max(1, Math.floor(addedAtOnce / (2 * people * held)));
  const kernel = kernels.resampling({ columns, seed: drawSeed(rng), held });
  try {
    for (let start = 0; start < resamples; start += held) {
      const own = Math.min(held, resamples - start);
      for (let from = 0; from < own; from += atOnce) {
        kernel.draw(from, Math.min(own, from + atOnce));
        yield (start + 0.5 * from) / resamples;
      }
      const sums: Float64Array[] = [];
      while (sums.length < columns.length) {
        const from = sums.length;
        sums.push(...kernel.sums(from, Math.min(columns.length, from + columnsAtOnce)));
        yield (start + own * (0.5 + (0.5 * from) / columns.length)) / resamples;
      }
      samples.forEach(({ order }, s) => {
        const [sum, weight] = places[s].map((column) => sums[column]);
        for (let r = 0; r < own; r++) results[s][start + r] = rootOf(sum[r] / weight[r], order);
      });
    }
  } finally {
    kernel.dispose();
  }
  return results;
}

const plainKernels = { resampling: plainResampling };

/** Every sample is a sum over a weight; samples that weigh people alike, as most do, share that column. */
function distinctColumns(samples: readonly Sample[]) {
  const columns: Float64Array[] = [];
  const isEqual = (a: Float64Array, b: Float64Array) => a.every((value, i) => value === b[i]);
  const places = samples.map((sample) =>
    termsOf(sample).map((column) => {
      const known = columns.findIndex((other) => isEqual(other, column));
      return known < 0 ? columns.push(column) - 1 : known;
    }),
  );
  return { columns, places };
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
