import type { Interactions } from '../data/interactions.ts';
import { stride } from './time-order.ts';

/** Which events are replaced by a later one. */
export interface Replaced {
  readonly count: number;
  /** 1 for a replaced event, by row. */
  readonly flags: Uint8Array;
}

/**
 * The events whose (user, item) has a later one, of equal times the one further down; null where there is none. Groups
 * the events by user and goes through each group, remembering the row last kept of an item: O(events + users + items),
 * without a set of pairs, and close by in memory where the file lists a user's events together.
 */
export function* replacedEvents(
  log: Interactions,
  users: number,
  items: number,
): Generator<void, Replaced | null, void> {
  const { user: userOf, item: itemOf, timestamp } = log;
  const events = userOf.length;
  const cursor = new Uint32Array(users + 1);
  for (let i = 0; i < events; i++) cursor[userOf[i] + 1]++;
  for (let user = 0; user < users; user++) cursor[user + 1] += cursor[user];
  yield;
  const byUser = new Uint32Array(events);
  for (let row = 0; row < events; row++) {
    byUser[cursor[userOf[row]]++] = row;
    if (row % stride === 0) yield;
  }
  const kept = new Int32Array(items).fill(-1);
  const flags = new Uint8Array(events);
  let count = 0;
  for (let i = 0; i < events; i++) {
    const row = byUser[i];
    const item = itemOf[row];
    const before = kept[item];
    if (before >= 0 && userOf[before] === userOf[row]) {
      const later = !timestamp || timestamp[row] >= timestamp[before];
      flags[later ? before : row] = 1;
      count++;
      if (later) kept[item] = row;
    } else kept[item] = row;
    if (i % stride === 0) yield;
  }
  return count ? { count, flags } : null;
}
