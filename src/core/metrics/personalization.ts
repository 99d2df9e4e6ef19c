import type { Evaluated, Metric } from './metric.ts';

/** Comparing everybody with everybody is quadratic: beyond this many lists, evenly spread ones stand for all. */
const mostCompared = 5000;

export const personalization: Metric = {
  id: 'personalization',
  label: 'Personalization',
  summary: 'How different the lists of two people are: 0 when everybody gets the same, 1 when nobody shares an item.',
  formula:
    '1 − mean over pairs of people of items in both lists / items in either list; people without a list are left out',
  params: {},
  kind: 'beyond',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  summarize(outcomes, { k, items }) {
    const lists = spread(outcomes.filter(({ ranking }) => ranking.length > 0)).map(({ ranking }) =>
      ranking.subarray(0, k),
    );
    const pairs = (lists.length * (lists.length - 1)) / 2;
    return pairs > 0 ? 1 - sharedBy(lists, items) / pairs : NaN;
  },
};

function spread(outcomes: readonly Evaluated[]): readonly Evaluated[] {
  const step = outcomes.length / mostCompared;
  return step <= 1 ? outcomes : Array.from({ length: mostCompared }, (_, at) => outcomes[Math.floor(at * step)]);
}

/**
 * Σ over pairs of |a ∩ b| / |a ∪ b|. Each list is counted against the holders of its items so far, so that pairs with
 * nothing in common cost nothing, and lists of the same items are one list with a multiplicity.
 */
function sharedBy(lists: readonly Uint32Array[], items: number): number {
  const groups = new Map<string, { readonly list: Uint32Array; times: number }>();
  for (const own of lists) {
    const list = own.slice().sort();
    const key = list.join();
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { list, times: 1 });
  }
  const distinct = [...groups.values()];
  const holders: number[][] = Array.from({ length: items }, () => []);
  const shared = new Uint32Array(distinct.length);
  let sum = 0;
  distinct.forEach(({ list, times }, at) => {
    sum += (times * (times - 1)) / 2;
    const met: number[] = [];
    for (const item of list) {
      for (const other of holders[item]) if (shared[other]++ === 0) met.push(other);
      holders[item].push(at);
    }
    for (const other of met) {
      const both = shared[other];
      sum += (times * distinct[other].times * both) / (list.length + distinct[other].list.length - both);
      shared[other] = 0;
    }
  });
  return sum;
}
