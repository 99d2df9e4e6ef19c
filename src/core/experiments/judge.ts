import type { Kernels } from '../compute.ts';
import { bootstrap, usualResamples } from '../math/bootstrap.ts';
import type { Sample } from '../math/statistics.ts';
import { powerMean } from '../math/statistics.ts';
import { isAlongList, marksOf } from '../metrics/hits.ts';
import type { Evaluated, Metric, MetricContext, MetricResult } from '../metrics/metric.ts';
import type { Rng } from '../rng.ts';

/** What one round of asking gives: for each metric a number per user, one number of all of them, or neither. */
export interface Judged {
  readonly samples: readonly (Sample | null)[];
  /** NaN where there is a sample. */
  readonly summaries: readonly number[];
}

/**
 * From what happened to each user to what each metric makes of it, in the order of `metrics`. A list metric is undefined for
 * a user with nothing relevant, a rating metric for a user without a predicted rating; the means leave them out, unless the
 * dialect counts the former as 0. Yields the share done.
 */
export function* measureAll(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
): Generator<number, Judged, void> {
  const listed = outcomes.filter(isListed);
  const judged = { ranking: listed, ranks: listed, rating: outcomes.filter(isRated) };
  const samples: (Sample | null)[] = [];
  const summaries: number[] = [];
  const marked = yield* markSamples(outcomes, metrics, context);
  for (const metric of metrics) {
    const own = judged[metric.needs];
    const hasOwn = own.length > 0 || context.dialect.blank === 'zero';
    const sample = marked.get(metric) ?? (yield* sampleOf(metric, outcomes, context, samples.length / metrics.length));
    samples.push(hasOwn ? sample : null);
    summaries.push(own.length ? yield* summaryOf(metric, own, context, samples.length / metrics.length) : NaN);
    yield samples.length / metrics.length;
  }
  return { samples, summaries };
}

/** From one round, or several put together, to one result per metric. Yields the share done. */
export function* conclude(
  judged: Judged,
  metrics: readonly Metric[],
  rng: Rng,
  resamples = usualResamples,
  kernels?: Pick<Kernels, 'resampling'>,
): Generator<number, MetricResult[], void> {
  const [results] = yield* concludeAll([judged], metrics, rng, resamples, kernels);
  return results;
}

/** The same for several recommenders judged on the same people: one resample serves all, so that intervals move together. */
export function* concludeAll(
  all: readonly Judged[],
  metrics: readonly Metric[],
  rng: Rng,
  resamples = usualResamples,
  kernels?: Pick<Kernels, 'resampling'>,
): Generator<number, MetricResult[][], void> {
  const samples = all.flatMap((judged) => judged.samples.filter((sample) => sample !== null));
  const intervals = yield* bootstrap(samples, rng, { resamples, kernels });
  let next = 0;
  return all.map(({ samples, summaries }) =>
    metrics.map((metric, at) => {
      const sample = samples[at];
      if (!sample) return { metric: metric.id, value: summaries[at], interval: null, perUser: null };
      const perUser = Float64Array.from(sample.values);
      return { metric: metric.id, value: powerMean(sample), interval: intervals[next++], perUser };
    }),
  );
}

/** Both: what happened to each user in a single round, and what follows. */
export function* judge(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
  rng: Rng,
): Generator<number, MetricResult[], void> {
  return yield* conclude(yield* measureAll(outcomes, metrics, context), metrics, rng);
}

const isListed = ({ relevant }: Evaluated) => relevant.length > 0;
const isRated = ({ actual }: Evaluated) => actual.length > 0;

function* summaryOf(
  { summarize }: Metric,
  outcomes: readonly Evaluated[],
  context: MetricContext,
  done: number,
): Generator<number, number, void> {
  const summary = summarize?.(outcomes, context) ?? NaN;
  if (typeof summary === 'number') return summary;
  for (;;) {
    const step = summary.next();
    if (step.done) return step.value;
    yield done;
  }
}

/** Users between two yields: some metrics look at every pair of a list, and at first at all that its items are like. */
const stride = 16;

/** Of the metrics that see nothing but marks, in one pass over people, since marks take longer than metrics. */
function* markSamples(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
): Generator<number, Map<Metric, Sample>, void> {
  const seeing = metrics.filter(isAlongList);
  const blank = blankOf('accuracy', context);
  const columns = seeing.map(() => new Float64Array(outcomes.length).fill(blank));
  const along = new Float64Array(context.k);
  for (let at = 0; at < outcomes.length; at++) {
    if (!isListed(outcomes[at])) continue;
    const marks = marksOf(outcomes[at], context.k);
    seeing.forEach((metric, m) => {
      metric.along(marks, context, along);
      columns[m][at] = along[context.k - 1];
    });
    if (at % stride === stride - 1) yield 0;
  }
  return new Map(seeing.map((metric, m) => [metric, { values: columns[m], weights: null, order: 1 }]));
}

/** What somebody counts of whom nothing relevant is hidden. */
const blankOf = (kind: Metric['kind'], { dialect }: MetricContext) =>
  kind === 'accuracy' && dialect.blank === 'zero' ? 0 : NaN;

function* sampleOf(
  metric: Metric,
  outcomes: readonly Evaluated[],
  context: MetricContext,
  done: number,
): Generator<number, Sample | null, void> {
  const { measure, weight, needs, order = 1 } = metric;
  if (!measure) return null;
  const counts = needs === 'rating' ? isRated : isListed;
  const blank = blankOf(metric.kind, context);
  const values = new Float64Array(outcomes.length);
  for (let at = 0; at < outcomes.length; at++) {
    values[at] = counts(outcomes[at]) ? measure(outcomes[at], context) : blank;
    if (at % stride === stride - 1) yield done;
  }
  return { values, weights: weight ? Float64Array.from(outcomes, (outcome) => weight(outcome)) : null, order };
}
