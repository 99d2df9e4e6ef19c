/**
 * Recommenders judged on the same people, two by two. Whether they can be told apart is settled person by person, which is
 * far surer than by two means: the randomization test decides, corrected by Holm for all pairs at hand; Wilcoxon's test,
 * which looks at ranks of differences rather than at their mean, stands beside it.
 */
import { ascendingNumbers, percentileInterval, resampledMeans, usualResamples } from '../math/bootstrap.ts';
import { holm } from '../math/holm.ts';
import { flipP, signedSums } from '../math/sign-flips.ts';
import { signedRank } from '../math/signed-rank.ts';
import type { Rng } from '../rng.ts';
import type { Outcome, Run } from './protocol.ts';

/** Chance alone may explain a difference as large as this often before we call it one. */
export const doubt = 0.05;

export interface Difference {
  /** Mean of a − b over the people for whom both have a value; NaN where there are none. */
  readonly mean: number;
  /** 95 %, by bootstrap over people. */
  readonly interval: readonly [number, number];
  readonly people: number;
  /** Two-sided, of the randomization test: how often chance alone would differ by as much. */
  readonly p: number;
  /** The same, corrected by Holm for all pairs compared. */
  readonly corrected: number;
  /** Two-sided p of Wilcoxon's signed-rank test, corrected likewise. */
  readonly wilcoxon: number;
  /** The mean in standard deviations of the differences (Cohen's d for pairs); 0 where all are equal. */
  readonly effect: number;
  /** Share of ranks for a minus share for b, −1 … 1. */
  readonly rankBiserial: number;
}

export interface Pair {
  /** Places among the columns, a < b. */
  readonly a: number;
  readonly b: number;
  readonly difference: Difference;
}

/** Those of a run with one value per person on a metric, in the run's order: the columns that can be compared. */
export function comparable(run: Run, metric: string): { readonly outcome: Outcome; readonly perUser: Float64Array }[] {
  return run.outcomes.flatMap((outcome) => {
    const result = outcome.results.find((one) => one.metric === metric);
    return result?.perUser && Number.isFinite(result.value) ? [{ outcome, perUser: result.perUser }] : [];
  });
}

/** a against b, however the pair was counted; null where it was not compared. */
export function differenceOf(pairs: readonly Pair[], a: number, b: number): Difference | null {
  const pair = pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
  return pair ? (pair.a === a ? pair.difference : reversed(pair.difference)) : null;
}

/** Whether a difference is more than chance would make. */
export const isSure = ({ corrected }: Difference): boolean => corrected <= doubt;

/** b − a. */
export const reversed = (one: Difference): Difference => ({
  ...one,
  mean: -one.mean,
  interval: [-one.interval[1], -one.interval[0]],
  effect: -one.effect,
  rankBiserial: -one.rankBiserial,
});

/**
 * All pairs of columns with one value per person, in the same order of people, NaN where undefined. Sign flips are at least
 * `resamples`, and more where pairs are so many that a correction would leave nothing sure. Yields the share done.
 */
export function* comparePairs(
  columns: readonly ArrayLike<number>[],
  rng: Rng,
  resamples = usualResamples,
): Generator<number, Pair[], void> {
  const pairs = pairsOf(columns);
  if (pairs.length === 0) return [];
  const { basis, terms } = basisOf(columns, pairs);
  const flips = Math.max(resamples, 200 * pairs.length);
  const filled = basis.map((values) => values.map((value) => (Number.isNaN(value) ? 0 : value)));
  const signed = yield* shareOf(signedSums(filled, flips, rng.fork('signs')), 0, 0.4);
  const samples = basis.map((values) => ({ values, weights: null, order: 1 as const }));
  const means = yield* shareOf(resampledMeans(samples, rng.fork('bootstrap'), resamples), 0.4, 0.8);
  const found: Difference[] = [];
  for (let at = 0; at < pairs.length; at++) {
    const { differences } = pairs[at];
    const [plus, minus] = terms[at];
    const { mean, deviation, sum, people } = momentsOf(differences);
    const drawn = minus === null ? means[plus] : means[plus].map((value, r) => value - means[minus][r]);
    const ascending = ascendingNumbers(drawn);
    const ranks = signedRank(differences);
    found.push({
      mean,
      people,
      interval: ascending.length ? percentileInterval(ascending) : [NaN, NaN],
      p: people ? flipP(signed, terms[at], sum) : NaN,
      corrected: NaN,
      wilcoxon: people ? ranks.p : NaN,
      effect: deviation > 0 ? mean / deviation : 0,
      rankBiserial: ranks.rankBiserial,
    });
    if (at % 8 === 7) yield 0.8 + (0.2 * at) / pairs.length;
  }
  const corrected = holm(found.map(({ p }) => p));
  const wilcoxon = holm(found.map((one) => one.wilcoxon));
  return found.map((one, at) => ({
    a: pairs[at].a,
    b: pairs[at].b,
    difference: { ...one, corrected: corrected[at], wilcoxon: wilcoxon[at] },
  }));
}

interface Differences {
  readonly a: number;
  readonly b: number;
  readonly differences: Float64Array;
}

function pairsOf(columns: readonly ArrayLike<number>[]): Differences[] {
  return columns.flatMap((x, a) =>
    columns.slice(a + 1).map((y, more) => ({
      a,
      b: a + 1 + more,
      differences: Float64Array.from(x, (value, i) => value - y[i]),
    })),
  );
}

/** Of which columns each pair is the difference: of its own two where both speak of the same people, else of one more. */
function basisOf(columns: readonly ArrayLike<number>[], pairs: readonly Differences[]) {
  const basis: Float64Array[] = columns.map((column) => Float64Array.from(column));
  const speakAlike = (a: number, b: number) =>
    basis[a].every((value, i) => Number.isNaN(value) === Number.isNaN(basis[b][i]));
  const terms = pairs.map(({ a, b, differences }): readonly [number, number | null] =>
    speakAlike(a, b) ? [a, b] : [basis.push(differences) - 1, null],
  );
  return { basis, terms };
}

/** Welford (1962): one pass, no cancellation. NaN is left out; the deviation has n − 1. */
function momentsOf(values: Float64Array) {
  let people = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    people++;
    const step = value - mean;
    mean += step / people;
    squares += step * (value - mean);
  }
  const deviation = people > 1 ? Math.sqrt(squares / (people - 1)) : 0;
  // Rounding leaves a trace of a deviation where all are equal.
  const isFlat = deviation <= 1e-12 * Math.max(1, Math.abs(mean));
  return { people, mean: people ? mean : NaN, sum: people * mean, deviation: isFlat ? 0 : deviation };
}

function* shareOf<R>(part: Generator<number, R, void>, from: number, to: number): Generator<number, R, void> {
  for (;;) {
    const { done, value } = part.next();
    if (done) return value;
    yield from + value * (to - from);
  }
}
