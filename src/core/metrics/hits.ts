import { indexIn } from '../data/csr.ts';
import type { Evaluated, Metric, MetricContext } from './metric.ts';

/** What a list is to whoever asks only which of its places hold something relevant. */
export interface Marks {
  /** 1 where a place holds a relevant item, 0 elsewhere and past the end of the list. */
  readonly hits: Uint8Array;
  readonly returned: number;
  readonly relevant: number;
}

/** Of the first k places. */
export function marksOf({ ranking, relevant }: Evaluated, k: number): Marks {
  const hits = new Uint8Array(k);
  for (let place = 0; place < Math.min(k, ranking.length); place++) {
    if (indexIn(relevant, ranking[place]) >= 0) hits[place] = 1;
  }
  return { hits, returned: ranking.length, relevant: relevant.length };
}

/** A metric that sees nothing but marks. */
export interface MarkMetric extends Metric {
  /** The value at every k = 1 … out.length, into `out`, whatever the context's k. Always numbers. */
  along(marks: Marks, context: MetricContext, out: Float64Array): void;
}

/** One formula says both the value at every k and, where its walk ends, the value at k. */
export const alongList = (metric: Omit<MarkMetric, 'measure' | 'summarize'>): MarkMetric => ({
  ...metric,
  measure(outcome, context) {
    const values = new Float64Array(context.k);
    metric.along(marksOf(outcome, context.k), context, values);
    return values[context.k - 1];
  },
});

export const isAlongList = (metric: Metric): metric is MarkMetric => 'along' in metric;

/** A share of nothing is nothing. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
