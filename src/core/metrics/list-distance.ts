import type { Metric } from './metric.ts';

/** With unit vectors v of lists, Σ over pairs v·w = (|Σ v|² − people) / 2: every pair is counted without visiting any. */
export const listDistance: Metric = {
  id: 'list-distance',
  label: 'Distance of lists',
  summary:
    'How different the lists of two people are, measured by the cosine instead of by shares: exact for any number of people.',
  formula: '1 − mean over pairs of people of items in both lists / √(length of one · length of the other)',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  summarize(outcomes, { k, items }) {
    const sums = new Float64Array(items);
    let people = 0;
    for (const { ranking } of outcomes) {
      const list = ranking.subarray(0, k);
      if (list.length === 0) continue;
      people++;
      for (const item of list) sums[item] += 1 / Math.sqrt(list.length);
    }
    if (people < 2) return NaN;
    const together = sums.reduce((sum, weight) => sum + weight * weight, 0) - people;
    return Math.min(1, Math.max(0, 1 - together / (people * (people - 1))));
  },
};
