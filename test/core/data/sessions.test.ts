import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../../src/core/data/interactions.ts';
import { sessionsFromEvents } from '../../../src/core/data/sessions.ts';

const log = (events: readonly (readonly [user: number, item: number, time: number])[], timed = true): Interactions => ({
  user: Uint32Array.from(events, ([user]) => user),
  item: Uint32Array.from(events, ([, item]) => item),
  value: new Float32Array(events.length).fill(1),
  kind: null,
  timestamp: timed ? Float64Array.from(events, ([, , time]) => time) : null,
});
const lists = (interactions: Interactions, gap: number) => {
  const { user, indptr, items } = sessionsFromEvents(interactions, 3, gap);
  return [...user].map((owner, s) => [owner, ...items.slice(indptr[s], indptr[s + 1])]);
};

// Two users interleaved; user 1 does nothing.
const events = [[0, 5, 0], [2, 7, 5], [0, 6, 10], [0, 5, 11], [0, 8, 200], [2, 9, 300]] as const; // prettier-ignore

describe('sessions from events', () => {
  it('are cut where more than the gap passes, per user, repeats kept', () => {
    expect(lists(log(events), 10)).toEqual([
      [0, 5, 6, 5],
      [0, 8],
      [2, 7],
      [2, 9],
    ]);
  });

  it('are one per user where no pause is long enough, or no times are known', () => {
    const whole = [
      [0, 5, 6, 5, 8],
      [2, 7, 9],
    ];
    expect(lists(log(events), 1000)).toEqual(whole);
    expect(lists(log(events, false), 0)).toEqual(whole);
  });

  it('are none of nothing', () => expect(lists(log([]), 1)).toEqual([]));
});
