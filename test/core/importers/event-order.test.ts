import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../../src/core/data/interactions.ts';
import { hashContents } from '../../../src/core/data/hash.ts';
import { orderByTime, selectEvents } from '../../../src/core/data/interactions.ts';
import { arrange } from '../../../src/core/importers/arrange.ts';
import { replacedEvents } from '../../../src/core/importers/replaced-events.ts';
import { timeOrder } from '../../../src/core/importers/time-order.ts';

function finish<R>(run: Generator<void, R, void>): R {
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

const log = (user: number[], item: number[], time: number[]): Interactions => ({
  user: Uint32Array.from(user),
  item: Uint32Array.from(item),
  value: new Float32Array(user.length),
  kind: null,
  timestamp: Float64Array.from(time),
});

describe('the order of time', () => {
  it('is the one of a comparison, for times of any size, sign and fraction', () => {
    const time = fc.oneof(
      fc.integer({ min: 789_652_004, max: 1_700_000_000 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      fc.integer({ min: -3, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(time, { maxLength: 60 }), (times) => {
        const events = log(
          times.map(() => 0),
          times.map(() => 0),
          times,
        );
        const order = finish(timeOrder(events.timestamp!)) ?? Uint32Array.from(times.keys());
        expect([...order]).toEqual([...orderByTime(events)]);
      }),
    );
  });

  it('is null where the file has it already', () => {
    expect(finish(timeOrder(Float64Array.of(1, 1, 2, 9)))).toBeNull();
    expect(finish(timeOrder(new Float64Array(0)))).toBeNull();
  });
});

describe('replaced events', () => {
  const events = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(4)), { maxLength: 40 });

  it('are those whose user and item come again at a later time, or further down at the same', () => {
    fc.assert(
      fc.property(events, (rows) => {
        const own = log(
          rows.map(([u]) => u),
          rows.map(([, i]) => i),
          rows.map(([, , t]) => t),
        );
        const last = new Map<string, number>();
        for (const row of orderByTime(own)) last.set(`${own.user[row]} ${own.item[row]}`, row);
        const kept = [...last.values()];
        const replaced = finish(replacedEvents(own, 4, 4));
        expect(rows.map((_, row) => replaced?.flags[row] ?? 0)).toEqual(
          rows.map((_, row) => Number(!kept.includes(row))),
        );
        expect(replaced?.count ?? 0).toBe(rows.length - kept.length);
      }),
    );
  });
});

const fingerprint = (events: Interactions) => {
  const nothing = { titles: [], years: null, categories: null, details: null, text: null };
  return hashContents(events, nothing, { ids: [] }, { ids: [] });
};

describe('a log arranged', () => {
  /** Times of one stretch, of many, and with one far outside; some in order, some without any. */
  it.each([
    ['a few', 50, (at: number) => (at * 7919) % 101],
    ['many', 150_000, (at: number) => 1e9 + ((at * 7919) % 100_003)],
    ['many but one crowding', 100_000, (at: number) => (at === 5 ? 1e15 : (at * 7919) % 997)],
    ['ascending', 70_000, (at: number) => at >> 2],
    ['all at once', 70_000, () => 5],
    ['negative and fractional', 70_000, (at: number) => ((at * 7919) % 1009) / 8 - 60],
    ['without', 70_000, null],
  ])('%s times: is in order of time, and without what was dropped', (_, count, timeAt) => {
    const rows = Array.from({ length: count }, (_, at) => at);
    const own: Interactions = {
      ...log(
        rows,
        rows.map((at) => at * 2),
        timeAt ? rows.map(timeAt) : [],
      ),
      value: Float32Array.from(rows, (at) => at / 2),
      ...(timeAt ? {} : { timestamp: null }),
    };
    const dropped = Uint8Array.from(rows, (at) => Number(at % 7 === 3));
    for (const flags of [null, dropped]) {
      const expected = selectEvents(
        own,
        orderByTime(own).filter((row) => !flags?.[row]),
      );
      expect(fingerprint(finish(arrange(own, flags)))).toBe(fingerprint(expected));
    }
  });
});
