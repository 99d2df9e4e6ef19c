import { countHits } from './hits.ts';
import type { Metric } from './metric.ts';

export const hitRate: Metric = {
  id: 'hit-rate',
  label: 'Hit rate',
  summary: 'The share of people who find at least one item they like among the k shown.',
  formula: '1 where hits > 0, else 0',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, { k }) => (countHits(outcome, k) > 0 ? 1 : 0),
};
