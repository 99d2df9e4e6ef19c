import { precisionOver } from '../dialects.ts';
import { alongList, shareOf } from './hits.ts';

/** Over k also where fewer items were returned, unless the dialect says otherwise: an empty place is a place wasted. */
export const precision = alongList({
  id: 'precision',
  label: 'Precision',
  summary: 'Of the k items shown, the share that the person really liked.',
  formula: 'hits / k',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits, returned, relevant }, { dialect }, out) {
    let found = 0;
    for (let place = 0; place < out.length; place++) {
      found += hits[place];
      out[place] = shareOf(found, precisionOver(dialect, { returned, relevant, k: place + 1 }));
    }
  },
});
