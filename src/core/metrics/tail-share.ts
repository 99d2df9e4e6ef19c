/** H. Abdollahpouri, R. Burke, B. Mobasher, "Controlling popularity bias in learning-to-rank recommendation", RecSys 2017. */
import type { Metric } from './metric.ts';
import { meanOverList } from './over-list.ts';

export const tailShare: Metric = {
  id: 'tail-share',
  label: 'Long tail',
  summary: 'The share of listed items that are not among the most popular fifth of the catalog.',
  formula: 'listed items outside the items / 5 most popular, divided by the length of the list',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: (outcome, context) => meanOverList(outcome, context, (item) => (context.background.isTail[item] ? 1 : 0)),
};
