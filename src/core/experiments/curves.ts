import type { Evaluated, Metric, MetricContext } from '../metrics/metric.ts';

/** A metric of accuracy against the length of the list. */
export interface Curve {
  readonly metric: string;
  /** At k = 1 … length: the mean over people, and its standard error (divisor n − 1). */
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/** How long lists are looked at, whatever the protocol's k. */
export const longest = 50;

/** Those whose value per person depends on how far down one looks. */
export const drawsCurve = ({ kind, needs, measure }: Metric) => kind === 'accuracy' && needs === 'ranking' && !!measure;

/**
 * Every metric of accuracy at every k, in one pass over people. Means and squares are updated as people come (Welford
 * 1962), so that nothing per person is kept. O(people · metrics · longest²) look-ups at most. Yields the share done.
 */
export function* curvesOf(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
): Generator<number, Curve[], void> {
  const drawn = metrics.filter(drawsCurve);
  const ks = Array.from({ length: longest }, (_, at) => at + 1);
  const contexts = ks.map((k) => ({ ...context, k }));
  const running = drawn.map(() => ({
    counts: new Float64Array(longest),
    means: new Float64Array(longest),
    squares: new Float64Array(longest),
  }));
  let done = 0;
  for (const outcome of outcomes) {
    if (++done % 256 === 0) yield done / outcomes.length;
    if (outcome.relevant.length === 0) continue;
    drawn.forEach((metric, m) => {
      const { counts, means, squares } = running[m];
      for (let at = 0; at < longest; at++) {
        const value = metric.measure!(outcome, contexts[at]);
        if (Number.isNaN(value)) continue;
        const step = value - means[at];
        means[at] += step / ++counts[at];
        squares[at] += step * (value - means[at]);
      }
    });
  }
  return drawn.map(({ id }, m) => {
    const { counts, means, squares } = running[m];
    return {
      metric: id,
      values: means.map((mean, at) => (counts[at] ? mean : NaN)),
      errors: squares.map((sum, at) => (counts[at] > 1 ? Math.sqrt(sum / (counts[at] - 1) / counts[at]) : 0)),
    };
  });
}
