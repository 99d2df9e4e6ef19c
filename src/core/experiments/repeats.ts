/**
 * Cutting the data again and again shows how much of a figure is the luck of the cut. Of person i in cut r of R
 *
 *   u_ir = μ + a_i + b_r + e_ir        a: people differ; b: cuts differ; e: a person in a cut
 *
 * is taken apart as a two-way table without replication (S. R. Searle, G. Casella & C. E. McCulloch, "Variance Components",
 * Wiley 1992, section 4.3; negative estimates are 0):
 *
 *   σ²_e = Σ (u_ir − ū_i − ū_r + ū)² / ((n − 1)(R − 1)),   σ²_b = Σ (ū_r − ū)² / (R − 1) − σ²_e / n,
 *   σ²_a = Σ (ū_i − ū)² / (n − 1) − σ²_e / R
 *
 * For a weighted or a quadratic mean θ, u_ir is what the person adds to it, to first order: (s_ir − m w_ir) / w̄ · dθ/dm, from
 * the terms s and weights w with m = Σ s / Σ w. Resampling people's means over the cuts answers for a and e; the interval adds
 * to its half-widths d, as independent errors add, what the cuts leave open: √(d² + (t σ_b / √R)²), Student's t of R − 1.
 */
import { LabError } from '../errors.ts';
import type { Interval } from '../math/bootstrap.ts';
import type { Sample } from '../math/statistics.ts';
import { mean, powerMean, standardError, termsOf } from '../math/statistics.ts';
import { criticalValue } from '../math/student.ts';
import type { Metric, MetricResult, Repeated } from '../metrics/metric.ts';
import type { Rng } from '../rng.ts';
import type { Judged } from './judge.ts';
import { mostRepeats } from './protocol.ts';

/** How often the protocol's cut is made. Throws ParamError. */
export function repeatsOf({ repeats = 1 }: { readonly repeats?: number }): number {
  if (Number.isInteger(repeats) && repeats >= 1 && repeats <= mostRepeats) return repeats;
  throw new LabError('ParamError', `Expected the data to be cut 1 to ${mostRepeats} times; got ${repeats}.`);
}

/** The chance of a cut: the first is that of a run which cuts once. */
export const chanceOf = (rng: Rng, repeat: number): Rng => (repeat === 0 ? rng : rng.fork(`repeat ${repeat}`));

/** One cut, its folds put together. */
export interface CutJudged {
  readonly users: Uint32Array;
  readonly judged: Judged;
}

/** The results of all cuts together, each with how much varies between people and how much between cuts. */
export function withSpread(
  results: readonly MetricResult[],
  cuts: readonly CutJudged[],
  metrics: readonly Metric[],
  users: Uint32Array,
): MetricResult[] {
  return results.map((result, metric) => {
    const { range } = metrics[metric];
    const samples = cuts.map(({ judged }) => judged.samples[metric]);
    const values = cuts.map(({ judged }, cut) => {
      const sample = samples[cut];
      return sample ? powerMean(sample) : judged.summaries[metric];
    });
    if (Number.isNaN(result.value) || values.some((value) => Number.isNaN(value))) return result;
    const deviation = standardError(values) * Math.sqrt(values.length);
    const parts = samples.every((sample) => sample !== null) ? partsOf(samples as Sample[], cuts, users) : null;
    const half = (criticalValue(values.length - 1) * (parts ? parts.cuts : deviation)) / Math.sqrt(values.length);
    const repeats: Repeated = { values, deviation, overPeople: result.interval, parts };
    return { ...result, interval: widened(result.value, result.interval, half, range), repeats };
  });
}

function widened(
  value: number,
  interval: Interval | null,
  half: number,
  [least, most]: readonly [number, number],
): Interval {
  const [low, high] = interval ?? [value, value];
  const below = value - low;
  const above = high - value;
  return [
    Math.max(least, value - Math.sqrt(below * below + half * half)),
    Math.min(most, value + Math.sqrt(above * above + half * half)),
  ];
}

/** σ_a, σ_b and σ_e in units of the metric. */
function partsOf(samples: readonly Sample[], cuts: readonly CutJudged[], users: Uint32Array): Repeated['parts'] {
  const place = new Map(Array.from(users, (user, at) => [user, at]));
  const terms = samples.map(termsOf);
  const total = (column: 0 | 1) => terms.reduce((sum, both) => sum + both[column].reduce((a, b) => a + b, 0), 0);
  const middle = total(0) / total(1);
  const counted = new Set<number>();
  cuts.forEach((cut, r) => cut.users.forEach((user, at) => terms[r][1][at] > 0 && counted.add(place.get(user)!)));
  const people = counted.size;
  const weight = total(1) / (people * cuts.length);
  // Whoever is not asked in a cut adds nothing to it.
  const added = cuts.map((cut, r) => {
    const column = new Float64Array(users.length);
    cut.users.forEach((user, at) => (column[place.get(user)!] = (terms[r][0][at] - middle * terms[r][1][at]) / weight));
    return column;
  });
  const rows = Array.from(counted);
  const byPerson = rows.map((i) => mean(added.map((column) => column[i])));
  const byCut = added.map((column) => mean(rows.map((i) => column[i])));
  const all = mean(byCut);
  let rest = 0;
  added.forEach((column, r) => rows.forEach((i, at) => (rest += (column[i] - byPerson[at] - byCut[r] + all) ** 2)));
  const free = (people - 1) * (cuts.length - 1);
  const residual = free > 0 ? rest / free : 0;
  const squares = (values: readonly number[]) => values.reduce((sum, one) => sum + (one - all) ** 2, 0);
  const among = (values: readonly number[], shared: number) =>
    values.length > 1 ? Math.max(0, squares(values) / (values.length - 1) - residual / shared) : 0;
  const root = samples[0].order === 2 ? Math.sqrt(middle) : 1;
  const slope = samples[0].order === 2 ? (root > 0 ? 1 / (2 * root) : 0) : 1;
  return {
    people: slope * Math.sqrt(among(byPerson, cuts.length)),
    cuts: slope * Math.sqrt(among(byCut, people)),
    rest: slope * Math.sqrt(residual),
  };
}
