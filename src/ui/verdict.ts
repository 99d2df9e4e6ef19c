import type { Difference, Pair } from '../core/experiments/compare.ts';
import { comparable, differenceOf, isSure } from '../core/experiments/compare.ts';
import type { Outcome, Run } from '../core/experiments/protocol.ts';
import type { MetricResult } from '../core/metrics/metric.ts';
import { share } from './format.ts';

export interface Standing {
  readonly outcome: Outcome;
  readonly result: MetricResult;
  /** Place among those compared person by person; −1 for metrics without a value per person. */
  readonly column: number;
  /** The leader against this one, person by person; null for the leader, and where nothing was compared (yet). */
  readonly behind: Difference | null;
}

export const resultOf = (outcome: Outcome, metric: string): MetricResult | null => {
  const result = outcome.results.find((one) => one.metric === metric);
  return result && Number.isFinite(result.value) ? result : null;
};

/** So many are told apart pair by pair: pairs grow with the square, and what is left of certainty after them shrinks. */
export const mostCompared = 24;

/** The run with its best alone, where it has more than can be told apart; itself otherwise. */
export function leadersOf(run: Run, metric: string, direction: 'higher' | 'lower', most = mostCompared): Run {
  if (run.outcomes.length <= most) return run;
  const sign = direction === 'higher' ? 1 : -1;
  const best = comparable(run, metric)
    .map(({ outcome }) => ({ outcome, value: resultOf(outcome, metric)!.value }))
    .sort((a, b) => sign * (b.value - a.value))
    .slice(0, most);
  return { ...run, id: `${run.id} best ${most}`, outcomes: best.map(({ outcome }) => outcome) };
}

/** Best first; those without a value of this metric are left out. Pairs count the columns of `compared`. */
export function standings(
  run: Run,
  metric: string,
  direction: 'higher' | 'lower',
  pairs: readonly Pair[] | null,
  compared: Run = run,
): Standing[] {
  const sign = direction === 'higher' ? 1 : -1;
  const columns = new Map(comparable(compared, metric).map(({ outcome }, at) => [outcome, at]));
  const judged = run.outcomes
    .flatMap((outcome) => {
      const result = resultOf(outcome, metric);
      return result ? [{ outcome, result, column: columns.get(outcome) ?? -1 }] : [];
    })
    .sort((a, b) => sign * (b.result.value - a.result.value));
  return judged.map((one, i) => ({
    ...one,
    behind: i > 0 && pairs && one.column >= 0 ? differenceOf(pairs, judged[0].column, one.column) : null,
  }));
}

export const isLevel = ({ behind }: Standing) => behind !== null && !isSure(behind);

/** "p < .001" or "p = .012"; "p = 1" where chance would always do it. */
export const inP = (p: number): string =>
  p < 0.001 ? 'p < .001' : p > 0.995 ? 'p = 1' : `p = ${share(p, p < 0.1 ? 3 : 2)}`;

/** +.012, −.003. */
export const signed = (value: number, digits = 3): string =>
  `${value < 0 ? '−' : '+'}${share(Math.abs(value), digits)}`;

/** A name for each outcome that tells two settings of one recommender apart. */
export function namesOf(run: Run, describe: (outcome: Outcome) => string): string[] {
  return run.outcomes.map((outcome) => {
    const isTwin = run.outcomes.some((other) => other !== outcome && other.label === outcome.label);
    return isTwin ? `${outcome.label}, ${describe(outcome)}` : outcome.label;
  });
}
