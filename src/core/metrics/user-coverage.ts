import type { Metric } from './metric.ts';

export const userCoverage: Metric = {
  id: 'user-coverage',
  label: 'User coverage',
  summary: 'The share of people who got any list at all; those without one count 0 in every other list metric.',
  formula: 'people with a list / people',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure: ({ ranking }) => (ranking.length > 0 ? 1 : 0),
};
