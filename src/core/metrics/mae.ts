import type { Metric } from './metric.ts';

/** Over all cells at once: the mean of the users’ own errors, weighted by their cells. */
export const mae: Metric = {
  id: 'mae',
  label: 'MAE',
  summary: 'How far predicted ratings are from real ones on average, in stars.',
  formula: 'Σ |predicted − actual| / ratings, over all hidden ratings',
  params: {},
  kind: 'error',
  direction: 'lower',
  range: [0, Infinity],
  needs: 'rating',
  weight: ({ actual }) => actual.length,
  measure({ actual, predicted }) {
    let sum = 0;
    for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i] - actual[i]);
    return sum / actual.length;
  },
};
