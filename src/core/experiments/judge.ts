import { bootstrap } from '../math/bootstrap.ts';
import type { Sample } from '../math/statistics.ts';
import { powerMean } from '../math/statistics.ts';
import type { Evaluated, Metric, MetricContext, MetricResult } from '../metrics/metric.ts';
import type { Rng } from '../rng.ts';

/**
 * From what happened to each user to one result per metric, in the order of `metrics`. A list metric is undefined for a
 * user with nothing relevant, a rating metric for a user without a predicted rating; the means leave them out, unless the
 * dialect counts the former as 0.
 * Yields the share done.
 */
export function* judge(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
  rng: Rng,
): Generator<number, MetricResult[], void> {
  const listed = outcomes.filter(isListed);
  const judged = { ranking: listed, ranks: listed, rating: outcomes.filter(isRated) };
  const samples = metrics.map((metric) =>
    judged[metric.needs].length || context.dialect.blank === 'zero' ? sampleOf(metric, outcomes, context) : null,
  );
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
  const counts = needs === 'rating' ? isRated : isListed;
  const blank = metric.kind === 'accuracy' && context.dialect.blank === 'zero' ? 0 : NaN;
  return {
    values: Float64Array.from(outcomes, (outcome) => (counts(outcome) ? measure(outcome, context) : blank)),
    weights: weight ? Float64Array.from(outcomes, (outcome) => weight(outcome)) : null,
    order,
  } satisfies Sample;
}
