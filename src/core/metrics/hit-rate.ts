import { alongList } from './hits.ts';

export const hitRate = alongList({
  id: 'hit-rate',
  label: 'Hit rate',
  summary: 'The share of people who find at least one item they like among the k shown.',
  formula: '1 where hits > 0, else 0',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits }, _, out) {
    const first = hits.indexOf(1);
    out.fill(0);
    if (first >= 0) out.fill(1, first);
  },
});
