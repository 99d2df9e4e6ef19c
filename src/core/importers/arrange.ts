import type { Values } from '../data/csr.ts';
import type { Interactions } from '../data/interactions.ts';
import { selectEvents } from '../data/interactions.ts';
import { stride, timeOrder } from './time-order.ts';

/** About as many events as a processor's second cache holds. */
const bucketEvents = 1 << 15;
const maxBuckets = 1 << 10;

/**
 * The log in order of time, equal times in their first order, without the events flagged in `dropped`.
 *
 * Events are first dealt, in one pass, into stretches of time small enough for the cache and then ordered within each:
 * fetching ten million events one by one from all over memory would take several times as long. Times that crowd into
 * one stretch cost that, and nothing else.
 */
export function* arrange(log: Interactions, dropped: Uint8Array | null): Generator<void, Interactions, void> {
  const time = log.timestamp;
  if (!time) return dropped ? yield* deal(log, dropped, () => 0, [0]) : log;
  const { first, last, ascending } = yield* spanOf(time);
  if (ascending && !dropped) return log;
  const buckets = ascending ? 1 : Math.min(maxBuckets, Math.ceil(time.length / bucketEvents));
  const scale = buckets / (last - first || 1);
  const bucketOf = (row: number) => Math.min(buckets - 1, Math.floor((time[row] - first) * scale));
  const ends = new Array<number>(buckets).fill(0);
  const dealt = yield* deal(log, dropped, bucketOf, ends);
  if (ascending) return dealt;
  for (let bucket = 0, start = 0; bucket < buckets; bucket++) {
    yield* orderWithin(dealt, start, ends[bucket]);
    start = ends[bucket];
    yield;
  }
  return dealt;
}

/** The events kept, bucket after bucket; `ends` is filled with where each bucket ends. */
function* deal(
  log: Interactions,
  dropped: Uint8Array | null,
  bucketOf: (row: number) => number,
  ends: number[],
): Generator<void, Interactions, void> {
  const events = log.user.length;
  for (let row = 0; row < events; row++) {
    if (!dropped?.[row]) ends[bucketOf(row)]++;
    if (row % stride === 0) yield;
  }
  let kept = 0;
  for (let bucket = 0; bucket < ends.length; bucket++) {
    kept += ends[bucket];
    ends[bucket] = kept - ends[bucket];
  }
  const user = new Uint32Array(kept);
  const item = new Uint32Array(kept);
  const value: Values = log.value instanceof Float32Array ? new Float32Array(kept) : new Float64Array(kept);
  const kind = log.kind && new Uint8Array(kept);
  const timestamp = log.timestamp && new Float64Array(kept);
  for (let row = 0; row < events; row++) {
    if (row % stride === 0) yield;
    if (dropped?.[row]) continue;
    const at = ends[bucketOf(row)]++;
    user[at] = log.user[row];
    item[at] = log.item[row];
    value[at] = log.value[row];
    if (kind) kind[at] = log.kind![row];
    if (timestamp) timestamp[at] = log.timestamp![row];
  }
  return { user, item, value, kind, timestamp };
}

/** Orders one stretch of the log in place. */
function* orderWithin(log: Interactions, start: number, end: number): Generator<void, void, void> {
  const stretch: Interactions = {
    user: log.user.subarray(start, end),
    item: log.item.subarray(start, end),
    value: log.value.subarray(start, end),
    kind: log.kind && log.kind.subarray(start, end),
    timestamp: log.timestamp!.subarray(start, end),
  };
  const order = yield* timeOrder(stretch.timestamp!);
  if (!order) return;
  const ordered = selectEvents(stretch, order);
  stretch.user.set(ordered.user);
  stretch.item.set(ordered.item);
  stretch.value.set(ordered.value);
  stretch.kind?.set(ordered.kind!);
  stretch.timestamp!.set(ordered.timestamp!);
}

function* spanOf(time: Float64Array): Generator<void, { first: number; last: number; ascending: boolean }, void> {
  let first = Infinity;
  let last = -Infinity;
  let ascending = true;
  for (let row = 0; row < time.length; row++) {
    if (time[row] < last) ascending = false;
    else last = time[row];
    if (time[row] < first) first = time[row];
    if (row % stride === 0) yield;
  }
  return { first, last, ascending };
}
