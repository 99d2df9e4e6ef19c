import { exposureOf } from './exposure.ts';
import type { Metric } from './metric.ts';

export const coverage: Metric = {
  id: 'coverage',
  label: 'Catalog coverage',
  summary: 'The share of the catalog that appears in at least one person’s list of k.',
  formula: 'distinct items in all lists / items',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  summarize: (outcomes, context) => exposureOf(outcomes, context).filter((times) => times > 0).length / context.items,
};
