import { mapOver } from '../dialects.ts';
import { hitsAmong, shareOf, sizesOf } from './hits.ts';
import type { Metric } from './metric.ts';

/** Divided by min(relevant, k), so that a perfect list reaches 1 also where more than k items are relevant. */
export const map: Metric = {
  id: 'map',
  label: 'MAP',
  summary: 'The precision at every hit, averaged: rewards lists whose hits come early and close together.',
  formula: 'Σ over hits of (hits up to there / place), divided by min(relevant, k)',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    let hits = 0;
    let sum = 0;
    hitsAmong(outcome, context.k).forEach((hit, place) => {
      if (hit) sum += ++hits / (place + 1);
    });
    return shareOf(sum, mapOver(context.dialect, sizesOf(outcome, context)));
  },
};
