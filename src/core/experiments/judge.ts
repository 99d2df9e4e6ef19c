import type { Sample } from '../math/statistics.ts';
import { bootstrap, powerMean } from '../math/statistics.ts';
import type { Evaluated, Metric, MetricContext, MetricResult } from '../metrics/metric.ts';
import type { Rng } from '../rng.ts';

/**
 * From what happened to each user to one result per metric, in the order of `metrics`. A list metric is undefined for a
 * user with nothing relevant, a rating metric for a user without a predicted rating; the means leave them out.
 * Yields the share done.
 */
export function* judge(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
  rng: Rng,
): Generator<number, MetricResult[], void> {
  const judged = { ranking: outcomes.filter(isListed), rating: outcomes.filter(isRated) };
  const samples = metrics.map((metric) => (judged[metric.needs].length ? sampleOf(metric, outcomes, context) : null));
  const intervals = yield* bootstrap(
    samples.filter((sample) => sample !== null),
    rng,
  );
  let next = 0;
  return metrics.map((metric, at) => {
    const sample = samples[at];
    if (sample) {
      return { metric: metric.id, value: powerMean(sample), interval: intervals[next++], perUser: sample.values };
    }
    const own = judged[metric.needs];
    const value = metric.summarize && own.length ? metric.summarize(own, context) : NaN;
    return { metric: metric.id, value, interval: null, perUser: null };
  });
}

const isListed = ({ relevant }: Evaluated) => relevant.length > 0;
const isRated = ({ actual }: Evaluated) => actual.length > 0;

function sampleOf(metric: Metric, outcomes: readonly Evaluated[], context: MetricContext) {
  const { measure, weight, needs, order = 1 } = metric;
  if (!measure) return null;
  const counts = needs === 'ranking' ? isListed : isRated;
  return {
    values: Float64Array.from(outcomes, (outcome) => (counts(outcome) ? measure(outcome, context) : NaN)),
    weights: weight ? Float64Array.from(outcomes, (outcome) => weight(outcome)) : null,
    order,
  } satisfies Sample;
}
