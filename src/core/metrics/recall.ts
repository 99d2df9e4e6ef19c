import { recallOver } from '../dialects.ts';
import { alongList, shareOf } from './hits.ts';

/** Below 1 whatever the list where more than k items are relevant, unless the dialect says otherwise. */
export const recall = alongList({
  id: 'recall',
  label: 'Recall',
  summary: 'Of the items the person really liked, the share that was among the k shown.',
  formula: 'hits / relevant',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits, returned, relevant }, { dialect }, out) {
    let found = 0;
    for (let place = 0; place < out.length; place++) {
      found += hits[place];
      out[place] = shareOf(found, recallOver(dialect, { returned, relevant, k: place + 1 }));
    }
  },
});
