import type { Dataset } from './dataset.ts';

/** What a body of events looks like from afar: how often each value was given, how much each person did. */
export interface Profile {
  /** Distinct values of the events that are opinions or strengths, ascending; at most `mostValues`, else even bins' lower ends. */
  readonly values: Float64Array;
  readonly counts: Uint32Array;
  /** Events of each of the data set's kinds, in their order. */
  readonly kinds: Uint32Array;
  /** Such events per person. */
  readonly activity: Uint32Array;
}

const mostValues = 40;

/** O(events). */
export function profileOf({ interactions, feedback, kinds, users }: Dataset): Profile {
  const { user, value, kind } = interactions;
  const activity = new Uint32Array(users.ids.length);
  const byKind = new Uint32Array(kinds.length);
  const byValue = new Map<number, number>();
  for (let e = 0; e < user.length; e++) {
    byKind[kind ? kind[e] : 0]++;
    // In explicit data a view beside ratings is context, not an opinion.
    if (feedback === 'explicit' && kind && !kinds[kind[e]].rated) continue;
    activity[user[e]]++;
    byValue.set(value[e], (byValue.get(value[e]) ?? 0) + 1);
  }
  const pairs = [...byValue].sort((a, b) => a[0] - b[0]);
  const binned = pairs.length > mostValues ? inBins(pairs) : pairs;
  return {
    values: Float64Array.from(binned, ([at]) => at),
    counts: Uint32Array.from(binned, ([, count]) => count),
    kinds: byKind,
    activity,
  };
}

function inBins(pairs: readonly (readonly [number, number])[]): [number, number][] {
  const low = pairs[0][0];
  const width = (pairs[pairs.length - 1][0] - low) / mostValues;
  const bins = Array.from({ length: mostValues }, (_, i): [number, number] => [low + i * width, 0]);
  for (const [value, count] of pairs) bins[Math.min(mostValues - 1, Math.floor((value - low) / width))][1] += count;
  return bins;
}
