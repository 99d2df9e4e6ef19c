import type { Metric } from './metric.ts';

export const coverage: Metric = {
  id: 'coverage',
  label: 'Catalog coverage',
  summary: 'The share of the catalog that appears in at least one person’s list of k.',
  formula: 'distinct items in all lists / items',
  params: {},
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  summarize(outcomes, { k, items }) {
    const shown = new Uint8Array(items);
    for (const { ranking } of outcomes) for (const item of ranking.subarray(0, k)) shown[item] = 1;
    return shown.reduce((sum, one) => sum + one, 0) / items;
  },
};
