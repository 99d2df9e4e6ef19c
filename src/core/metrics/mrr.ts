import { alongList } from './hits.ts';

export const mrr = alongList({
  id: 'mrr',
  label: 'MRR',
  summary: 'How far up the first item the person likes stands: 1 at the top, 1/2 in second place, 1/3 in third.',
  formula: '1 / place of the first hit, 0 without one',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits }, _, out) {
    const first = hits.indexOf(1);
    out.fill(0);
    if (first >= 0) out.fill(1 / (first + 1), first);
  },
});
