import { precisionOver } from '../dialects.ts';
import { countHits, shareOf, sizesOf } from './hits.ts';
import type { Metric } from './metric.ts';

/** Over k also where fewer items were returned, unless the dialect says otherwise: an empty place is a place wasted. */
export const precision: Metric = {
  id: 'precision',
  label: 'Precision',
  summary: 'Of the k items shown, the share that the person really liked.',
  formula: 'hits / k',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, context) =>
    shareOf(countHits(outcome, context.k), precisionOver(context.dialect, sizesOf(outcome, context))),
};
