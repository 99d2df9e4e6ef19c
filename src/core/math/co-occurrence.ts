import type { CsrMatrix } from '../data/csr.ts';
import { stableOrder } from '../data/csr.ts';
import type { Sessions } from '../data/sessions.ts';

export interface CoOccurrence {
  /** Items × items: how strongly each was visited together with the others, the strongest only. */
  readonly pairs: CsrMatrix;
  /** In how many sessions each item occurs. */
  readonly occurrences: Uint32Array;
}

export interface CoOccurrenceRules {
  /** How many distinct items apart two visits may lie within a session; 0 = any number. */
  readonly window: number;
  /** The strength of a pair from its count and the two items' occurrences. */
  readonly strength: (together: number, a: number, b: number) => number;
  /** How many per item; on a tie the lower index stays. */
  readonly keep: number;
}

/** Some milliseconds of counting. */
const visitsPerStep = 200_000;

/**
 * Counts, for each pair of items, the sessions that hold both. A repeated visit counts once, at its first place.
 * O(visits · window), one item at a time, so memory stays at one row of counts. Yields the number of items done.
 */
export function* countTogether(
  sessions: Sessions,
  items: number,
  { window, strength, keep }: CoOccurrenceRules,
): Generator<number, CoOccurrence, void> {
  const { indptr, visits } = firstVisits(sessions, items);
  const sessionOf = new Uint32Array(visits.length);
  for (let s = 0; s + 1 < indptr.length; s++) sessionOf.fill(s, indptr[s], indptr[s + 1]);
  const { starts, places } = placesOf(visits, items);
  yield 0;
  const occurrences = Uint32Array.from({ length: items }, (_, item) => starts[item + 1] - starts[item]);
  const reach = window || visits.length;

  const counts = new Uint32Array(items);
  const met = new Uint32Array(items);
  const strengths = new Float64Array(items);
  const pairs = { indptr: new Uint32Array(items + 1), indices: [] as number[], values: [] as number[] };
  let work = 0;
  for (let item = 0; item < items; item++) {
    let size = 0;
    for (let i = starts[item]; i < starts[item + 1]; i++) {
      const place = places[i];
      const session = sessionOf[place];
      const from = Math.max(indptr[session], place - reach);
      const to = Math.min(indptr[session + 1], place + reach + 1);
      for (let other = from; other < to; other++) {
        if (other !== place && counts[visits[other]]++ === 0) met[size++] = visits[other];
      }
      work += to - from;
    }
    const others = ascending(met, size, counts);
    for (let i = 0; i < size; i++) {
      strengths[i] = strength(counts[others[i]], occurrences[item], occurrences[others[i]]);
      counts[others[i]] = 0;
    }
    for (const i of strongest(strengths.subarray(0, size), keep)) {
      pairs.indices.push(others[i]);
      pairs.values.push(strengths[i]);
    }
    pairs.indptr[item + 1] = pairs.indices.length;
    // Choosing among the others costs several times what counting them did.
    work += 8 * size;
    if (work > visitsPerStep) {
      work = 0;
      yield item + 1;
    }
  }
  return {
    pairs: {
      rows: items,
      cols: items,
      indptr: pairs.indptr,
      indices: Uint32Array.from(pairs.indices),
      values: Float64Array.from(pairs.values),
    },
    occurrences,
  };
}

/** The first `size` of `met` in order: the items whose count is not 0. Looking at all of them beats sorting many. */
function ascending(met: Uint32Array, size: number, counts: Uint32Array): Uint32Array {
  const found = met.subarray(0, size);
  if (size * 8 < counts.length) return found.sort();
  let at = 0;
  for (let item = 0; at < size; item++) if (counts[item] > 0) found[at++] = item;
  return found;
}

/** Each session's distinct items, in the order of their first visit. */
function firstVisits({ indptr, items: all }: Sessions, items: number): { indptr: Uint32Array; visits: Uint32Array } {
  const visitedIn = new Int32Array(items).fill(-1);
  const starts = new Uint32Array(indptr.length);
  const visits = new Uint32Array(all.length);
  let count = 0;
  for (let s = 0; s + 1 < indptr.length; s++) {
    for (let i = indptr[s]; i < indptr[s + 1]; i++) {
      if (visitedIn[all[i]] === s) continue;
      visitedIn[all[i]] = s;
      visits[count++] = all[i];
    }
    starts[s + 1] = count;
  }
  return { indptr: starts, visits: visits.slice(0, count) };
}

/** Where each item occurs: places[starts[item] .. starts[item + 1]], ascending. */
function placesOf(visits: Uint32Array, items: number): { starts: Uint32Array; places: Uint32Array } {
  const starts = new Uint32Array(items + 1);
  for (const item of visits) starts[item + 1]++;
  for (let item = 0; item < items; item++) starts[item + 1] += starts[item];
  return { starts, places: stableOrder(visits, items) };
}

/** Ascending positions of the `keep` largest values; of equal ones at the cut the first. */
function strongest(values: Float64Array, keep: number): number[] {
  const cut = values.length > keep ? values.slice().sort()[values.length - keep] : -Infinity;
  let ties = keep;
  for (const value of values) if (value > cut) ties--;
  const kept: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] > cut || (values[at] === cut && ties-- > 0)) kept.push(at);
  }
  return kept;
}
