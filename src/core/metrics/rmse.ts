import type { Metric } from './metric.ts';

/** Over all cells at once: the quadratic mean of the users’ own errors, weighted by their cells. */
export const rmse: Metric = {
  id: 'rmse',
  label: 'RMSE',
  summary: 'How far predicted ratings are from real ones, in stars; large errors count more than small ones.',
  formula: '√(Σ (predicted − actual)² / ratings), over all hidden ratings',
  params: {},
  kind: 'error',
  direction: 'lower',
  range: [0, Infinity],
  needs: 'rating',
  order: 2,
  weight: ({ actual }) => actual.length,
  measure({ actual, predicted }) {
    let sum = 0;
    for (let i = 0; i < actual.length; i++) sum += (predicted[i] - actual[i]) ** 2;
    return Math.sqrt(sum / actual.length);
  },
};
