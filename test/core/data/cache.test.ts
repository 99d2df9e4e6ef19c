import { beforeEach, describe, expect, it } from 'vitest';
import { Cache } from '../../../src/core/data/cache.ts';

let now: number;
const clock = () => now;
const cache = (maxBytes = 100, ttl = 3600) => new Cache<string>({ maxBytes, ttl, clock });

beforeEach(() => (now = 1000));

describe('room', () => {
  it('is made by forgetting what was not used for longest', () => {
    const kept = cache(30);
    for (const key of ['a', 'b', 'c']) kept.set(key, key, 10);
    kept.get('a');
    kept.set('d', 'd', 15);
    expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual(['a', undefined, undefined, 'd']);
    expect(kept.stats).toMatchObject({ entries: 2, bytes: 25, maxBytes: 30 });
  });

  it('is not emptied for what will never fit', () => {
    const kept = cache(30);
    kept.set('a', 'a', 10);
    kept.set('whale', 'whale', 31);
    expect(kept.get('a')).toBe('a');
    expect(kept.get('whale')).toBeUndefined();
  });

  it('is counted anew when an answer replaces another', () => {
    const kept = cache(30);
    kept.set('a', 'old', 20, 'x');
    kept.set('a', 'new', 30, 'y');
    expect(kept.get('a')).toBe('new');
    expect(kept.stats).toMatchObject({ entries: 1, bytes: 30 });
    expect(kept.invalidate('x')).toBe(0);
    expect(kept.invalidate('y')).toBe(1);
    expect(kept.stats).toMatchObject({ entries: 0, bytes: 0 });
  });
});

it('gives nothing out after its time, which uses do not lengthen', () => {
  const kept = cache(100, 60);
  kept.set('a', 'a', 1);
  now += 59;
  expect(kept.get('a')).toBe('a');
  now += 1;
  expect(kept.get('a')).toBeUndefined();
  expect(kept.stats).toMatchObject({ hits: 1, misses: 1, entries: 0, bytes: 0 });
});

it('starts counting anew when it is cleared', () => {
  const kept = cache();
  kept.set('a', 'a', 1, 'x');
  kept.get('a');
  kept.get('b');
  kept.clear();
  expect(kept.stats).toEqual({ hits: 0, misses: 0, entries: 0, bytes: 0, maxBytes: 100 });
  expect(kept.invalidate('x')).toBe(0);
});

/**
 * The notebook keeps {recommendations, timestamp, ttl} under `recommendations:{user}:{n}` for 3600 seconds, and an
 * interaction of a user forgets every key of theirs, which it finds by looking through all keys.
 */
describe('a service that keeps lists by user, as in the notebook', () => {
  const key = (user: string, n: number) => `recommendations:${user}:${n}`;

  it('gives a list out for an hour, for the length it was asked for', () => {
    const kept = cache();
    kept.set(key('u1', 5), 'five', 1, 'u1');
    expect(kept.get(key('u1', 5))).toBe('five');
    expect(kept.get(key('u1', 10))).toBeUndefined();
    now += 3600;
    expect(kept.get(key('u1', 5))).toBeUndefined();
  });

  it('forgets every list of a user who acts, and no other', () => {
    const kept = cache();
    for (const [user, n] of [
      ['u1', 5],
      ['u1', 10],
      ['u11', 5],
      ['u2', 5],
    ] as const) {
      kept.set(key(user, n), `${user}/${n}`, 1, user);
    }
    expect(kept.invalidate('u1')).toBe(2);
    expect(kept.get(key('u1', 5))).toBeUndefined();
    expect(kept.get(key('u1', 10))).toBeUndefined();
    expect(kept.get(key('u11', 5))).toBe('u11/5');
    expect(kept.get(key('u2', 5))).toBe('u2/5');
  });
});
