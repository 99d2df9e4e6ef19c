import { precisionOver, recallOver } from '../dialects.ts';
import { countHits, shareOf, sizesOf } from './hits.ts';
import type { Metric } from './metric.ts';

export const f1: Metric = {
  id: 'f1',
  label: 'F1',
  summary: 'Precision and recall in one number, which is high only where both are.',
  formula: '2 · hits / (k + relevant), the harmonic mean of precision and recall',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  measure(outcome, context) {
    const sizes = sizesOf(outcome, context);
    const whole = precisionOver(context.dialect, sizes) + recallOver(context.dialect, sizes);
    return shareOf(2 * countHits(outcome, context.k), whole);
  },
};
