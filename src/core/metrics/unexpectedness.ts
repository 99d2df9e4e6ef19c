/** Ge, Delgado-Battenfeld & Jannach (2010), as serendipity.ts, without asking whether it is liked. */
import { obvious } from './background.ts';
import type { Metric } from './metric.ts';
import { meanOverList } from './over-list.ts';

export const unexpectedness: Metric = {
  id: 'unexpectedness',
  label: 'Unexpectedness',
  summary: 'The share of the list that popularity alone would not have listed.',
  formula: 'listed items outside the k most popular items the person does not have, divided by the length of the list',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    const expected = obvious(context.background, outcome.known, context.k);
    return meanOverList(outcome, context, (item) => (expected.has(item) ? 0 : 1));
  },
};
