import { describe, expect, it } from 'vitest';
import { LeaningWorld } from '../../../src/core/generators/leaning-world.ts';
import { powerLaw } from '../../../src/core/generators/power-law.ts';
import { createRng } from '../../../src/core/rng.ts';
import { compare, holdOut, withoutTaste } from './small-knn.ts';

const small = { users: 600, items: 400, events: 30_000 };

describe('power law', () => {
  it('has exactly the users, items and events asked for, no pair twice', () => {
    const { users, items, interactions } = powerLaw.generate(small, 1, null);
    expect([users.ids.length, items.ids.length, interactions.user.length]).toEqual([600, 400, 30_000]);
    expect(new Set(interactions.user.map((user, row) => user * 400 + interactions.item[row])).size).toBe(30_000);
    expect(items.ids[41]).toBe('item-00042');
  });

  it('is the same for the same seed, and named after what differs', () => {
    const first = powerLaw.generate(small, 1, null);
    expect(powerLaw.generate(small, 1, null)).toEqual(first);
    expect(powerLaw.generate(small, 2, null).provenance.hash).not.toBe(first.provenance.hash);
    expect(first.id).toBe('power-law-users-600-items-400-events-30000-seed-1');
  });

  it('falls in popularity as its exponent says', () => {
    const share = (exponent: number) => {
      const counts = new Uint32Array(400);
      for (const item of powerLaw.generate({ ...small, exponent, shift: 5 }, 1, null).interactions.item) counts[item]++;
      const sorted = counts.sort().reverse();
      return sorted.subarray(0, 40).reduce((a, b) => a + b, 0) / 30_000;
    };
    // Without an exponent the top tenth has little more than a tenth.
    expect(share(0)).toBeLessThan(0.15);
    expect(share(1)).toBeGreaterThan(0.25);
    expect(share(2)).toBeGreaterThan(share(1) + 0.1);
  });

  it('counts events as 1, or gives half stars', () => {
    const implicit = powerLaw.generate(small, 1, null);
    expect(new Set(implicit.interactions.value)).toEqual(new Set([1]));
    expect(implicit.ratingScale).toBeNull();
    const explicit = powerLaw.generate({ ...small, feedback: 'explicit' }, 1, null);
    expect(explicit.feedback).toBe('explicit');
    expect([...new Set(explicit.interactions.value)].sort()).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
    expect(explicit.interactions.item).toEqual(implicit.interactions.item);
  });

  it('has leanings a neighbor model can find', () => {
    const { interactions } = powerLaw.generate({ ...small, feedback: 'explicit', shift: 10 }, 1, null);
    const real = compare(holdOut(interactions, 600, createRng(1)), 400);
    const mixed = withoutTaste(interactions, 400, createRng(2));
    const control = compare(holdOut(mixed, 600, createRng(1)), 400);
    expect(real.knn / real.popularity).toBeGreaterThan(1.1);
    expect(control.knn / control.popularity).toBeLessThan(1.03);
  });

  it('refuses more events than its users can take', () => {
    expect(() => powerLaw.generate({ users: 10, items: 10, events: 100 }, 1, null)).toThrow(/Expected .* to 60 events/);
  });
});

describe('LeaningWorld', () => {
  it('takes items by popularity times leaning, whether by rejection or by weighing all of them', () => {
    const items = 12;
    const world = new LeaningWorld(items, 1, 1, createRng(3));
    const user = world.drawUser();
    const first = new Float64Array(items);
    const rounds = 20_000;
    const one = new Uint32Array(1);
    for (let round = 0; round < rounds; round++) {
      world.drawItems(user, one);
      first[one[0]]++;
    }
    // Asked for all items, a user must be given all: the rejections run out of patience and the rest is weighed.
    const all = new Uint32Array(items);
    world.drawItems(user, all);
    expect(new Set(all).size).toBe(items);

    const expected = Float64Array.from({ length: items }, (_, item) => {
      const leaning = world.leaning(user, item);
      return world.popularity[item] / (1 + Math.exp(-4 * leaning));
    });
    const total = expected.reduce((a, b) => a + b, 0);
    expected.forEach((weight, item) => expect(Math.abs(first[item] / rounds - weight / total)).toBeLessThan(0.015));
  });
});
