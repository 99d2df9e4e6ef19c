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
  *summarize(outcomes, { k, items }) {
    const lists = spread(outcomes.filter(({ ranking }) => ranking.length > 0)).map(({ ranking }) =>
      ranking.subarray(0, k),
    );
    const pairs = (lists.length * (lists.length - 1)) / 2;
    return pairs > 0 ? 1 - (yield* sharedBy(lists, items)) / pairs : NaN;
  },
};

function spread(outcomes: readonly Evaluated[]): readonly Evaluated[] {
  const step = outcomes.length / mostCompared;
  return step <= 1 ? outcomes : Array.from({ length: mostCompared }, (_, at) => outcomes[Math.floor(at * step)]);
}

/** Lists between two yields. */
const stride = 50;

/**
 * Σ over pairs of |a ∩ b| / |a ∪ b|. Each list is counted against the holders of its items so far, and lists of the same
 * items are one list with a multiplicity. Pairs are counted by what they share and by their lengths, in whole numbers, so
 * that the order in which people come does not change a bit of the sum.
 */
function* sharedBy(lists: readonly Uint32Array[], items: number): Generator<number, number, void> {
  const { distinct, times } = grouped(lists);
  const longest = distinct.reduce((most, { length }) => Math.max(most, length), 0);
  const holders = roomFor(distinct, items);
  const shared = new Uint32Array(distinct.length);
  /** Pairs by shared items and the sum of both lengths; the pairs of equal lists in front. */
  const width = 2 * longest + 1;
  const pairs = new Float64Array((longest + 1) * width);
  for (let at = 0; at < distinct.length; at++) {
    if (at % stride === stride - 1) yield at / distinct.length;
    const list = distinct[at];
    shared.fill(0, 0, at);
    for (let i = 0; i < list.length; i++) countHolders(holders, list[i], shared);
    for (let other = 0; other < at; other++) {
      if (shared[other] > 0)
        pairs[shared[other] * width + list.length + distinct[other].length] += times[at] * times[other];
    }
    for (const item of list) holders.of[holders.ends[item]++] = at;
  }
  let sum = 0;
  for (const one of times) sum += (one * (one - 1)) / 2;
  for (let both = 1; both <= longest; both++) {
    for (let lengths = 0; lengths < width; lengths++) {
      const count = pairs[both * width + lengths];
      if (count > 0) sum += (count * both) / (lengths - both);
    }
  }
  return sum;
}

function grouped(lists: readonly Uint32Array[]) {
  const places = new Map<string, number>();
  const distinct: Uint32Array[] = [];
  const times: number[] = [];
  for (const own of lists) {
    const list = own.slice().sort();
    const key = list.join();
    const place = places.get(key);
    if (place !== undefined) times[place]++;
    else {
      places.set(key, distinct.push(list) - 1);
      times.push(1);
    }
  }
  return { distinct, times };
}

/** Of each item those lists that hold it and have been met: of[starts[item] .. ends[item]]. */
interface Holders {
  readonly of: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

function roomFor(lists: readonly Uint32Array[], items: number): Holders {
  const starts = new Uint32Array(items + 1);
  for (const list of lists) for (const item of list) starts[item + 1]++;
  for (let item = 0; item < items; item++) starts[item + 1] += starts[item];
  return { of: new Uint32Array(starts[items]), starts, ends: starts.slice() };
}

function countHolders({ of, starts, ends }: Holders, item: number, shared: Uint32Array): void {
  for (let i = starts[item], end = ends[item]; i < end; i++) shared[of[i]]++;
}
