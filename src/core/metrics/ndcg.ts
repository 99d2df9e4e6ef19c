/**
 * Järvelin & Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4). With one grade of
 * relevance:
 *
 *   DCG  = Σ over places r = 1 … k that hold a relevant item of 1 / log2(r + 1)
 *   NDCG = DCG / DCG of the list with min(|relevant|, k) relevant items on top
 */
import { hitsAmong } from './hits.ts';
import type { Metric } from './metric.ts';

const discount = (place: number) => 1 / Math.log2(place + 2);

export const ndcg: Metric = {
  id: 'ndcg',
  label: 'NDCG',
  summary: 'Like recall, but a hit at the top of the list counts more than one further down.',
  formula: 'Σ over hits of 1 / log2(place + 1), divided by the same sum for a list with min(relevant, k) hits on top',
  params: {},
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, { k }) {
    let gain = 0;
    hitsAmong(outcome, k).forEach((hit, place) => {
      if (hit) gain += discount(place);
    });
    let ideal = 0;
    for (let place = 0; place < Math.min(outcome.relevant.length, k); place++) ideal += discount(place);
    return gain / ideal;
  },
};
