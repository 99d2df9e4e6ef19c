import type { Metric } from './metric.ts';

/** Σ |predicted − actual| / cells over all held-out ratings: the mean of the users' own, weighted by cells. */
export const mae: Metric = {
  id: 'mae',
  label: 'MAE',
  summary: 'How far predicted ratings are from real ones on average, in stars.',
  params: {},
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
