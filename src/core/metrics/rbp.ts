/**
 * A. Moffat, J. Zobel, "Rank-biased precision for measurement of retrieval effectiveness", ACM TOIS 27(1), 2008. A reader
 * goes on to the next place with probability p:  RBP = (1 − p) Σ over places r = 1 … k with a hit of p^(r − 1).
 */
import { float } from '../params.ts';
import { hitsAmong } from './hits.ts';
import type { Metric } from './metric.ts';
import { paramsOf } from './metric.ts';

const params = {
  p: float({
    label: 'Patience',
    help: 'How likely somebody is to look at the next place as well; higher values let places further down count.',
    default: 0.8,
    min: 0.01,
    max: 0.99,
  }),
};

export const rbp: Metric & { readonly params: typeof params } = {
  id: 'rbp',
  label: 'RBP',
  summary: 'What a reader gets out of the list who looks at one place after another and may stop at each.',
  formula: '(1 − p) · Σ over hits of p^(place − 1)',
  params,
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    const { p } = paramsOf(rbp, context);
    let sum = 0;
    hitsAmong(outcome, context.k).forEach((hit, place) => {
      if (hit) sum += p ** place;
    });
    return (1 - p) * sum;
  },
};
