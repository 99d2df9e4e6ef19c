/**
 * G. Zhou et al., "Deep interest network for click-through rate prediction", KDD 2018: the AUC within each user, weighted
 * by how much there is to judge of the user. Weights are relevant items.
 */
import type { Metric } from './metric.ts';
import { pairsWon } from './pairs-won.ts';

export const gauc: Metric = {
  id: 'gauc',
  label: 'GAUC',
  summary: 'AUC in which a person counts as often as they have items to be found.',
  formula: 'Σ over people of relevant · AUC, divided by Σ relevant',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranks',
  weight: ({ relevant }) => relevant.length,
  measure: pairsWon,
};
