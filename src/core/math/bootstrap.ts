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
import type { Rng } from '../rng.ts';
import { normalQuantile, normalShare } from './normal.ts';
import { addFromTables } from './byte-tables.ts';
import type { Sample } from './statistics.ts';
import { mean, powerMean, quantile, rootOf, termsOf } from './statistics.ts';
import { drawSeed } from './xorshift.ts';

export type Interval = readonly [low: number, high: number];

export interface BootstrapOptions {
  readonly resamples?: number;
  readonly interval?: 'bca' | 'percentile';
}

export const usualResamples = 10_000;

/**
 * 95 % intervals of the power means of several samples over the same people, each draw serving all samples.
 * Yields the share done. null for a sample without a number.
 */
export function* bootstrap(
  samples: readonly Sample[],
  rng: Rng,
  { resamples = usualResamples, interval = 'bca' }: BootstrapOptions = {},
): Generator<number, (Interval | null)[], void> {
  const drawn = yield* resampledMeans(samples, rng, resamples);
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

/** People whose counts, two bits each, fit one word. */
const group = 16;

/**
 * Per sample its power mean in each resample. O(resamples · people · (1 + samples / 4)): how often four people were drawn,
 * up to three times each, is one byte, which finds their part of a sum in a table of 256; the few drawn more often are added
 * one by one. Yields the share done.
 */
export function* resampledMeans(
  samples: readonly Sample[],
  rng: Rng,
  resamples: number,
): Generator<number, Float64Array[], void> {
  const people = samples[0]?.values.length ?? 0;
  const { columns, places } = distinctColumns(samples);
  const results = samples.map(() => new Float64Array(resamples));
  const state = drawSeed(rng);
  const groups = Math.ceil(people / group);
  // Many enough for the tables to pay, few enough for the counts to stay in some twenty megabytes.
  const stride = Math.min(resamples, Math.max(512, Math.floor(2 ** 26 / (people || 1))));
  const codes = new Uint32Array(groups * stride);
  const counts = new Uint8Array(groups * group);
  const often = new Uint32Array(groups * group);
  const sums = columns.map(() => new Float64Array(stride));
  const beside = sideBySide(columns, people);
  const oftenSums = new Float64Array(columns.length);
  let work = 0;
  for (let from = 0; from < resamples; from += stride) {
    const own = Math.min(stride, resamples - from);
    for (let r = 0; r < own; r++) {
      drawCounts(counts, people, state);
      const excess = packCounts(counts, codes, r, stride, often);
      sumOften(beside, counts, often, excess, oftenSums);
      for (let c = 0; c < columns.length; c++) sums[c][r] = oftenSums[c];
      work += 3 * people;
      if (work > 4e6) {
        work = 0;
        yield (from + 0.5 * r) / resamples;
      }
    }
    for (let g = 0; g < groups; g++) {
      const words = codes.subarray(g * stride, g * stride + own);
      addFromTables(sums, words, (table, c) => {
        for (let part = 0; part < 4; part++)
          fillCounted(table, 256 * part, beside, g * group + 4 * part, columns.length, c);
      });
      work += 3 * own * columns.length;
      if (work > 4e6) {
        work = 0;
        yield (from + own * (0.5 + (0.5 * g) / groups)) / resamples;
      }
    }
    samples.forEach(({ order }, s) => {
      const [sum, weight] = places[s];
      results[s].set(
        sums[sum].subarray(0, own).map((value, r) => rootOf(value / sums[weight][r], order)),
        from,
      );
    });
  }
  return results;
}

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

/**
 * How often each of `people` is drawn in as many draws: the stream of xorshift.ts, which goes on in `state`. Sixty million
 * draws are most of the work, and are five times as quick with the state in local integers.
 */
function drawCounts(counts: Uint8Array, people: number, state: Uint32Array): void {
  counts.fill(0);
  const scale = people / 2 ** 32;
  let x = state[0] | 0;
  let y = state[1] | 0;
  let z = state[2] | 0;
  let w = state[3] | 0;
  for (let i = 0; i < people; i++) {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    counts[((w >>> 0) * scale) | 0]++;
  }
  state[0] = x;
  state[1] = y;
  state[2] = z;
  state[3] = w;
}

/** Writes the counts up to 3 as words, two bits each, and whoever has more into `often`. Returns how many those are. */
function packCounts(counts: Uint8Array, codes: Uint32Array, r: number, stride: number, often: Uint32Array): number {
  let excess = 0;
  for (let from = 0, at = r; from < counts.length; from += group, at += stride) {
    let code = 0;
    for (let i = 0; i < group; i++) {
      let count = counts[from + i];
      if (count > 3) {
        often[excess++] = from + i;
        count = 3;
      }
      code |= count << (2 * i);
    }
    codes[at] = code;
  }
  return excess;
}

/** What three counts of each leave out, by column; `beside` has the columns of a person side by side. */
function sumOften(
  beside: Float64Array,
  counts: Uint8Array,
  often: Uint32Array,
  size: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let i = 0; i < size; i++) {
    const more = counts[often[i]] - 3;
    for (let c = 0, at = often[i] * sums.length; c < sums.length; c++, at++) sums[c] += more * beside[at];
  }
}

function sideBySide(columns: readonly Float64Array[], people: number): Float64Array {
  const beside = new Float64Array(people * columns.length);
  columns.forEach((column, c) => {
    for (let person = 0; person < people; person++) beside[person * columns.length + c] = column[person];
  });
  return beside;
}

/** table[offset + code] = Σ over four people of their count in the code, two bits each, times x. */
function fillCounted(
  table: Float64Array,
  offset: number,
  beside: Float64Array,
  from: number,
  columns: number,
  column: number,
): void {
  table[offset] = 0;
  for (let i = 0; i < 4; i++) {
    const x = beside[(from + i) * columns + column] ?? 0;
    const size = 1 << (2 * i);
    for (let code = size; code < 4 * size; code++) table[offset + code] = table[offset + code - size] + x;
  }
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
