/**
 * T. Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 107(10), 2010: the mean
 * self-information of what is listed.
 */
import type { Metric } from './metric.ts';
import { meanOverList } from './over-list.ts';
import { log2 } from '../math/elementary.ts';

export const novelty: Metric = {
  id: 'novelty',
  label: 'Novelty',
  summary:
    'How little known the listed items are, in bits: 1 for what every second person has, 10 for one in a thousand.',
  formula: 'mean over the list of −log2(people who have the item / people); an item nobody has counts as one',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, Infinity],
  needs: 'ranking',
  measure(outcome, context) {
    const { popularity, people } = context.background;
    return meanOverList(outcome, context, (item) => log2(people / Math.max(1, popularity[item])));
  },
};
