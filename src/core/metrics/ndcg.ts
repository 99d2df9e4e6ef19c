/**
 * Järvelin & Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4). With one grade of
 * relevance:
 *
 *   DCG  = Σ over places r = 1 … k that hold a relevant item of 1 / log2(r + 1)
 *   NDCG = DCG / DCG of the list with min(|relevant|, k) relevant items on top
 */
import { discountOf } from '../dialects.ts';
import { hitsAmong, shareOf } from './hits.ts';
import type { Metric } from './metric.ts';

export const ndcg: Metric = {
  id: 'ndcg',
  label: 'NDCG',
  summary: 'Like recall, but a hit at the top of the list counts more than one further down.',
  formula: 'Σ over hits of 1 / log2(place + 1), divided by the same sum for a list with min(relevant, k) hits on top',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, { k, dialect }) {
    let gain = 0;
    hitsAmong(outcome, k).forEach((hit, place) => {
      if (hit) gain += discountOf(dialect, place);
    });
    let ideal = 0;
    for (let place = 0; place < Math.min(outcome.relevant.length, k); place++) ideal += discountOf(dialect, place);
    return shareOf(gain, ideal);
  },
};
