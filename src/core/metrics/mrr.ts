import { hitsAmong } from './hits.ts';
import type { Metric } from './metric.ts';

export const mrr: Metric = {
  id: 'mrr',
  label: 'MRR',
  summary: 'How far up the first item the person likes stands: 1 at the top, 1/2 in second place, 1/3 in third.',
  formula: '1 / place of the first hit, 0 without one',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, { k }) {
    const first = hitsAmong(outcome, k).indexOf(true);
    return first < 0 ? 0 : 1 / (first + 1);
  },
};
