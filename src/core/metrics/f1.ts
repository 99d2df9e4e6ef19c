import { precisionOver, recallOver } from '../dialects.ts';
import { alongList, shareOf } from './hits.ts';

export const f1 = alongList({
  id: 'f1',
  label: 'F1',
  summary: 'Precision and recall in one number, which is high only where both are.',
  formula: '2 · hits / (k + relevant), the harmonic mean of precision and recall',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits, returned, relevant }, { dialect }, out) {
    let found = 0;
    for (let place = 0; place < out.length; place++) {
      found += hits[place];
      const sizes = { returned, relevant, k: place + 1 };
      out[place] = shareOf(2 * found, precisionOver(dialect, sizes) + recallOver(dialect, sizes));
    }
  },
});
