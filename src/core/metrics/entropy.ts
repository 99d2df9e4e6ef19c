import { exposureOf } from './exposure.ts';
import type { Metric } from './metric.ts';
import { log2 } from '../math/elementary.ts';

export const entropy: Metric = {
  id: 'entropy',
  label: 'Exposure entropy',
  summary: 'How hard it is to guess which item a place in a list holds, in bits: each bit doubles the variety.',
  formula: '−Σ q · log2 q, q being the share of all places that an item has',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, Infinity],
  needs: 'ranking',
  summarize(outcomes, context) {
    const shown = exposureOf(outcomes, context);
    const places = shown.reduce((sum, times) => sum + times, 0);
    if (places === 0) return NaN;
    let bits = 0;
    for (const times of shown) if (times > 0) bits -= (times / places) * log2(times / places);
    return Math.max(0, bits);
  },
};
