import type { Metric } from './metric.ts';
import { pairsWon } from './pairs-won.ts';

export const auc: Metric = {
  id: 'auc',
  label: 'AUC',
  summary: 'How often an item the person liked is ranked above one they did not meet: 1/2 is what chance gives.',
  formula: 'pairs of a relevant and another candidate in the right order, equal scores half, divided by all such pairs',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranks',
  measure: pairsWon,
};
