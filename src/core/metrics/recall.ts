import { countHits } from './hits.ts';
import type { Metric } from './metric.ts';

/** hits / |relevant|; below 1 whatever the list where more than k items are relevant. */
export const recall: Metric = {
  id: 'recall',
  label: 'Recall',
  summary: 'Of the items the person really liked, the share that was among the k shown.',
  params: {},
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, { k }) => countHits(outcome, k) / outcome.relevant.length,
};
