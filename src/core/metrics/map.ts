import { mapOver } from '../dialects.ts';
import { alongList, shareOf } from './hits.ts';

/** Divided by min(relevant, k), so that a perfect list reaches 1 also where more than k items are relevant. */
export const map = alongList({
  id: 'map',
  label: 'MAP',
  summary: 'The precision at every hit, averaged: rewards lists whose hits come early and close together.',
  formula: 'Σ over hits of (hits up to there / place), divided by min(relevant, k)',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits, returned, relevant }, { dialect }, out) {
    let found = 0;
    let sum = 0;
    for (let place = 0; place < out.length; place++) {
      if (hits[place]) sum += ++found / (place + 1);
      out[place] = shareOf(sum, mapOver(dialect, { returned, relevant, k: place + 1 }));
    }
  },
});
