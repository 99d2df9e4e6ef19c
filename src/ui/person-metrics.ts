import type { DataOf } from '../core/entry.ts';
import type { Run } from '../core/experiments/protocol.ts';
import type { Metric } from '../core/metrics/metric.ts';

/** The metrics of a run that have a value for every person, in the order of its protocol. */
export const personMetrics = (run: Run, metrics: readonly DataOf<Metric>[]): DataOf<Metric>[] =>
  run.protocol.metrics.flatMap((id) => {
    const metric = metrics.find((one) => one.id === id);
    const has = run.outcomes.some(({ results }) => results.some((one) => one.metric === id && one.perUser));
    return metric && has ? [metric] : [];
  });

export const titleOf = ({ label, needs }: DataOf<Metric>, { protocol }: Run) =>
  `${label}${needs === 'ranking' ? `@${protocol.k}` : ''}`;

/** What people are ordered by: NDCG where it was measured. */
export function mainMetric(run: Run, metrics: readonly DataOf<Metric>[]): DataOf<Metric> | null {
  const own = personMetrics(run, metrics);
  return own.find(({ id }) => id === 'ndcg') ?? own[0] ?? null;
}
