/**
 * M. Ge, C. Delgado-Battenfeld, D. Jannach, "Beyond accuracy: evaluating recommender systems by coverage and serendipity",
 * RecSys 2010: what is both useful and not what a primitive recommender, the most popular items, would have said.
 */
import { indexIn } from '../data/csr.ts';
import { obvious } from './background.ts';
import type { Metric } from './metric.ts';

export const serendipity: Metric = {
  id: 'serendipity',
  label: 'Serendipity',
  summary: 'The share of places with an item that the person liked and that popularity alone would not have listed.',
  formula: 'hits outside the k most popular items the person does not have, divided by k',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure({ ranking, relevant, known }, { k, background }) {
    const expected = obvious(background, known, k);
    const surprises = ranking.subarray(0, k).filter((item) => indexIn(relevant, item) >= 0 && !expected.has(item));
    return surprises.length / k;
  },
};
