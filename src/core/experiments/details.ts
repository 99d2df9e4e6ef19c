import type { Dataset } from '../data/dataset.ts';
import type { Evaluated, Metric, MetricContext } from '../metrics/metric.ts';
import type { Curve } from './curves.ts';
import { curvesOf } from './curves.ts';
import type { KeptLists } from './kept-lists.ts';
import { keepLists } from './kept-lists.ts';
import type { KeptPlaces } from './kept-places.ts';
import { keepPlaces } from './kept-places.ts';
import type { Slice } from './slices.ts';
import { slicesOf } from './slices.ts';

/** What is kept of one recommender's lists besides the metrics. */
export interface Details {
  readonly curves: readonly Curve[];
  readonly slices: readonly Slice[];
  /** One per person judged, in the run's order. */
  readonly lists: KeptLists;
  /** Where the relevant items stand among all others; runs made before it was kept have none, nor have lists made elsewhere. */
  readonly places?: KeptPlaces;
}

/** Yields the share done. */
export function* detailsOf(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
  dataset: Dataset,
): Generator<number, Details, void> {
  const lists = keepLists(
    outcomes.map(({ ranking }) => ranking),
    context.items,
  );
  const curving = curvesOf(outcomes, metrics, context);
  for (let step = curving.next(); ; step = curving.next()) {
    if (!step.done) yield 0.7 * step.value;
    else {
      const slices = yield* slicesOf(outcomes, metrics, context, dataset);
      const places = keepPlaces(outcomes, context.items);
      return { curves: step.value, slices, lists, ...(places && { places }) };
    }
  }
}

/** Where there are several cuts, each has lists of its own. */
export const withoutLists = ({ curves, slices, lists }: Details): Details => ({
  curves,
  slices,
  lists: { indptr: new Uint32Array(lists.indptr.length), items: lists.items.subarray(0, 0) },
});
