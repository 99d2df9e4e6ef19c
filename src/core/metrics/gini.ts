import { exposureOf } from './exposure.ts';
import type { Metric } from './metric.ts';

export const gini: Metric = {
  id: 'gini',
  label: 'Gini index',
  summary:
    'How unevenly lists are spread over the catalog: 0 when every item is shown as often, near 1 when few have it all.',
  formula: 'Σ (2i − items − 1) · xᵢ / (items · Σ x), x being how often each item is shown, ascending, i from 1',
  params: {},
  kind: 'beyond',
  direction: 'lower',
  range: [0, 1],
  needs: 'ranking',
  summarize(outcomes, context) {
    const ascending = exposureOf(outcomes, context).sort();
    let sum = 0;
    let weighted = 0;
    ascending.forEach((times, at) => {
      sum += times;
      weighted += (2 * (at + 1) - ascending.length - 1) * times;
    });
    return sum > 0 ? weighted / (ascending.length * sum) : NaN;
  },
};
