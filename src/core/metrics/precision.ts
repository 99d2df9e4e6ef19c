import { countHits } from './hits.ts';
import type { Metric } from './metric.ts';

/** Over k also where fewer items were returned: an empty place is a place wasted. */
export const precision: Metric = {
  id: 'precision',
  label: 'Precision',
  summary: 'Of the k items shown, the share that the person really liked.',
  formula: 'hits / k',
  params: {},
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, { k }) => countHits(outcome, k) / k,
};
