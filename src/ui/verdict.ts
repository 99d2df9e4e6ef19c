import type { Difference } from '../core/experiments/compare.ts';
import { pairedDifference } from '../core/experiments/compare.ts';
import type { Outcome, Run } from '../core/experiments/protocol.ts';
import type { MetricResult } from '../core/metrics/metric.ts';

/** Chance alone may explain a difference as large as this often before we call it one. */
export const doubt = 0.05;

export interface Standing {
  readonly outcome: Outcome;
  readonly result: MetricResult;
  /** Against the leader, person by person; null for the leader and for metrics without a value per person. */
  readonly behind: Difference | null;
}

export const resultOf = (outcome: Outcome, metric: string): MetricResult | null => {
  const result = outcome.results.find((one) => one.metric === metric);
  return result && Number.isFinite(result.value) ? result : null;
};

/** Best first; those without a value of this metric are left out. */
export function standings(run: Run, metric: string, direction: 'higher' | 'lower'): Standing[] {
  const sign = direction === 'higher' ? 1 : -1;
  const judged = run.outcomes
    .flatMap((outcome) => {
      const result = resultOf(outcome, metric);
      return result ? [{ outcome, result }] : [];
    })
    .sort((a, b) => sign * (b.result.value - a.result.value));
  const leader = judged[0]?.result.perUser;
  return judged.map((one, i) => ({
    ...one,
    behind: i > 0 && leader && one.result.perUser ? pairedDifference(leader, one.result.perUser) : null,
  }));
}

export const isLevel = ({ behind }: Standing) => behind !== null && behind.p >= doubt;

/** A name for each outcome that tells two settings of one recommender apart. */
export function namesOf(run: Run, describe: (outcome: Outcome) => string): string[] {
  return run.outcomes.map((outcome) => {
    const isTwin = run.outcomes.some((other) => other !== outcome && other.label === outcome.label);
    return isTwin ? `${outcome.label}, ${describe(outcome)}` : outcome.label;
  });
}
