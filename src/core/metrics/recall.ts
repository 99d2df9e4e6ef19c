import { recallOver } from '../dialects.ts';
import { countHits, shareOf, sizesOf } from './hits.ts';
import type { Metric } from './metric.ts';

/** Below 1 whatever the list where more than k items are relevant, unless the dialect says otherwise. */
export const recall: Metric = {
  id: 'recall',
  label: 'Recall',
  summary: 'Of the items the person really liked, the share that was among the k shown.',
  formula: 'hits / relevant',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, context) =>
    shareOf(countHits(outcome, context.k), recallOver(context.dialect, sizesOf(outcome, context))),
};
