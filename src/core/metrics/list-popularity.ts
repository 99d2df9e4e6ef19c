import type { Metric } from './metric.ts';
import { meanOverList } from './over-list.ts';

export const listPopularity: Metric = {
  id: 'list-popularity',
  label: 'Popularity of lists',
  summary: 'How well known the listed items are: the share of all people who have one of them, on average.',
  formula: 'mean over the list of people who have the item / people',
  params: {},
  kind: 'beyond',
  direction: 'lower',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    const { popularity, people } = context.background;
    return meanOverList(outcome, context, (item) => popularity[item] / people);
  },
};
