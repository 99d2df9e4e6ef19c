import { countHits } from './hits.ts';
import type { Metric } from './metric.ts';

/** Below 1 whatever the list where more than k items are relevant. */
export const recall: Metric = {
  id: 'recall',
  label: 'Recall',
  summary: 'Of the items the person really liked, the share that was among the k shown.',
  formula: 'hits / relevant',
  params: {},
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, { k }) => countHits(outcome, k) / outcome.relevant.length,
};
