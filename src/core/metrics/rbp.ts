/**
 * A. Moffat, J. Zobel, "Rank-biased precision for measurement of retrieval effectiveness", ACM TOIS 27(1), 2008. A reader
 * goes on to the next place with probability p:  RBP = (1 − p) Σ over places r = 1 … k with a hit of p^(r − 1).
 */
import { float } from '../params.ts';
import { alongList } from './hits.ts';
import { paramsOf } from './metric.ts';
import { power } from '../math/elementary.ts';

const params = {
  p: float({
    label: 'Patience',
    help: 'How likely somebody is to look at the next place as well; higher values let places further down count.',
    default: 0.8,
    min: 0.01,
    max: 0.99,
  }),
};

const id = 'rbp';

export const rbp = alongList({
  id,
  label: 'RBP',
  summary: 'What a reader gets out of the list who looks at one place after another and may stop at each.',
  formula: '(1 − p) · Σ over hits of p^(place − 1)',
  params,
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits }, context, out) {
    const { p } = paramsOf({ id, params }, context);
    let sum = 0;
    for (let place = 0; place < out.length; place++) {
      if (hits[place]) sum += power(p, place);
      out[place] = (1 - p) * sum;
    }
  },
});
