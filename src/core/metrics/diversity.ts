/** C.-N. Ziegler et al., "Improving recommendation lists through topic diversification", WWW 2005. */
import type { Metric } from './metric.ts';
import { meanUnlikeness } from './over-list.ts';

export const diversity: Metric = {
  id: 'diversity',
  label: 'Diversity',
  summary: 'How different the items of one list are from one another, by their categories.',
  formula: '1 − mean cosine of the categories (else the features) of all pairs in the list',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    const { features, likeByFeatures } = context.background;
    return features.cols > 0 ? meanUnlikeness(outcome, context, likeByFeatures) : NaN;
  },
};
