/** Cuts through folds, time, people and items. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { coldItems } from '../../../src/core/splits/cold-items.ts';
import { coldUsers } from '../../../src/core/splits/cold-users.ts';
import { kFold } from '../../../src/core/splits/k-fold.ts';
import { temporal } from '../../../src/core/splits/temporal.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const rng = createRng(5);
const events = fc.array(fc.record({ user: fc.nat(6), item: fc.nat(9), value: fc.constant(4), time: fc.nat(50) }), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

describe('folds', () => {
  it('hide every item of who has two exactly once, and nothing of who has one', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 2, max: 7 }), (log, folds) => {
        const dataset = datasetOf(log);
        expect(kFold.folds!({ folds })).toBe(folds);
        const hidden = Array.from({ length: folds }, (_, fold) => [
          ...kFold.split(dataset, { folds }, rng, fold).test,
        ]).flat();
        const itemsOf = (user: number) => new Set(log.filter((one) => one.user === user).map(({ item }) => item));
        const expected = [...log.keys()].filter((row) => itemsOf(log[row].user).size > 1);
        expect(hidden.sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });

  it('are as even as a person’s items allow', () => {
    const dataset = datasetOf(Array.from({ length: 12 }, (_, item) => ({ user: 0, item, value: 4 })));
    const sizes = [0, 1, 2, 3, 4].map((fold) => kFold.split(dataset, { folds: 5 }, rng, fold).test.length);
    expect(sizes.sort()).toEqual([2, 2, 2, 3, 3]);
  });
});

describe('before and after a moment', () => {
  it('learns nothing that is later than anything asked for', () => {
    fc.assert(
      fc.property(events, fc.double({ min: 0.05, max: 0.8, noNaN: true }), (log, share) => {
        const { train, test } = temporal.split(datasetOf(log), { share }, rng);
        const last = Math.max(...Array.from(train, (row) => log[row].time));
        for (const row of test) expect(log[row].time).toBeGreaterThan(last);
      }),
    );
  });

  it('takes the share asked for where times differ, and says what to do where there are none', () => {
    const log = Array.from({ length: 10 }, (_, time) => ({ user: 0, item: time, value: 4, time }));
    expect([...temporal.split(datasetOf(log), { share: 0.3 }, rng).test]).toEqual([7, 8, 9]);
    const timeless = datasetOf(log.map(({ user, item, value }) => ({ user, item, value })));
    expect(() => temporal.split(timeless, {}, rng)).toThrow(/Expected events with times in "Small"; got none/);
  });
});

const crowd = datasetOf(
  Array.from({ length: 2000 }, (_, row) => ({
    user: row % 200,
    item: (row * 7 + Math.floor(row / 200)) % 50,
    value: 4,
  })),
);
const { user: userOf, item: itemOf } = crowd.interactions;
const distinct = (rows: Iterable<number>, of: Uint32Array) => new Set(Array.from(rows, (row) => of[row]));

describe('strangers', () => {
  it('are in no fit; so many items of each are told, and the others asked for', () => {
    const { train, test, known } = coldUsers.split(crowd, { share: 0.25, told: 3 }, rng);
    const strangers = distinct(test, userOf);
    expect(distinct(known!, userOf)).toEqual(strangers);
    for (const user of distinct(train, userOf)) expect(strangers).not.toContain(user);
    expect(Math.abs(strangers.size - 50)).toBeLessThan(4 * Math.sqrt(200 * 0.25 * 0.75));
    for (const user of strangers) {
      const told = distinct(
        known!.filter((row) => userOf[row] === user),
        itemOf,
      );
      expect(told.size).toBe(3);
    }
  });

  it('are told nothing of where 0 is asked for, and keep one item back whatever is', () => {
    expect(coldUsers.split(crowd, { told: 0 }, rng).known).toBeUndefined();
    const { test, known } = coldUsers.split(crowd, { told: 100 }, rng);
    const strangers = distinct(test, userOf);
    for (const user of strangers)
      expect(
        distinct(
          test.filter((row) => userOf[row] === user),
          itemOf,
        ).size,
      ).toBe(1);
    expect(distinct(known!, userOf)).toEqual(strangers);
  });
});

describe('new items', () => {
  it('are in no fit at all', () => {
    const { train, test } = coldItems.split(crowd, { share: 0.2 }, rng);
    const hidden = distinct(test, itemOf);
    expect(hidden.size).toBeGreaterThan(0);
    for (const item of distinct(train, itemOf)) expect(hidden).not.toContain(item);
  });
});
