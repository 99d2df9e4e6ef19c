import { isAlongList, marksOf } from '../metrics/hits.ts';
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

/** People between two yields. */
const stride = 512;

interface Running {
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Every metric of accuracy at every k, in one pass over people. Means and squares are updated as people come (Welford
 * 1962), so that nothing per person is kept. O(people · metrics · longest). Yields the share done.
 */
export function* curvesOf(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
): Generator<number, Curve[], void> {
  const drawn = metrics.filter(isAlongList);
  const running = drawn.map((): Running => ({ means: new Float64Array(longest), squares: new Float64Array(longest) }));
  const along = new Float64Array(longest);
  let people = 0;
  for (let at = 0; at < outcomes.length; at++) {
    if (at % stride === stride - 1) yield at / outcomes.length;
    if (outcomes[at].relevant.length === 0) continue;
    people++;
    const marks = marksOf(outcomes[at], longest);
    drawn.forEach((metric, m) => {
      metric.along(marks, context, along);
      addValues(running[m], along, people);
    });
  }
  return drawn.map(({ id }, m) => {
    const { means, squares } = running[m];
    return {
      metric: id,
      values: people ? means : means.fill(NaN),
      errors: squares.map((sum) => (people > 1 ? Math.sqrt(sum / (people - 1) / people) : 0)),
    };
  });
}

function addValues({ means, squares }: Running, values: Float64Array, count: number): void {
  for (let at = 0; at < longest; at++) {
    const step = values[at] - means[at];
    means[at] += step / count;
    squares[at] += step * (values[at] - means[at]);
  }
}
