import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../../src/core/data/interactions.ts';
import { orderByTime } from '../../../src/core/data/interactions.ts';
import { replacedEvents, rowsKept } from '../../../src/core/importers/replaced-events.ts';
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
        const order = orderByTime(own);
        const last = new Map<string, number>();
        for (const row of order) last.set(`${own.user[row]} ${own.item[row]}`, row);
        const expected = [...order].filter((row) => [...last.values()].includes(row));
        const replaced = finish(replacedEvents(own, 4, 4));
        expect(replaced ? [...rowsKept(order, replaced)] : [...order]).toEqual(expected);
        expect(replaced?.count ?? 0).toBe(rows.length - expected.length);
      }),
    );
  });
});
