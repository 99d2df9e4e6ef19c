/** What every way of splitting promises, whichever it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/data/dataset.ts';
import type { ParamValues } from '../../src/core/params.ts';
import { createRng } from '../../src/core/rng.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import type { Split, Splitter } from '../../src/core/splits/splitter.ts';
import type { Event } from '../fixtures/dataset.ts';
import { datasetOf } from '../fixtures/dataset.ts';

const kinds = [
  { id: 'rating', weight: 1, rated: true },
  { id: 'view', weight: 0.3, rated: false },
];
const events = fc.array(
  fc.record({
    user: fc.nat(7),
    item: fc.nat(11),
    value: fc.integer({ min: 1, max: 5 }),
    kind: fc.nat(1),
    time: fc.nat(99),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
);

/** Explicit, with views beside ratings; every third event was held out by whoever made the data. */
function build(log: readonly Event[]): Dataset {
  const dataset = datasetOf(log, { kinds }, { users: 9, items: 12 });
  const givenTest = Uint32Array.from(log.keys()).filter((row) => row % 3 === 2);
  return { ...dataset, provenance: { ...dataset.provenance, givenTest } };
}

const cell = ({ interactions: { user, item } }: Dataset, row: number) => `${user[row]} ${item[row]}`;
const cellsOf = (dataset: Dataset, rows: Uint32Array) => new Set(Array.from(rows, (row) => cell(dataset, row)));
/** The cells of a user's held-out rows, by the user's outside id. */
function heldOutOf(dataset: Dataset, { test }: Split, user: string): string[] {
  const own = Array.from(test).filter((row) => dataset.users.ids[dataset.interactions.user[row]] === user);
  return own.map((row) => dataset.items.ids[dataset.interactions.item[row]]).sort();
}

const settings: { splitter: Splitter; params: ParamValues; name: string }[] = splitters.all.flatMap((splitter) => {
  const spec = splitter.params.which;
  const which = spec?.type === 'choice' ? spec.options.map(({ id }) => id) : [null];
  return which.map((one) => ({ splitter, params: one ? { which: one } : {}, name: `${splitter.id} ${one ?? ''}` }));
});

describe.each(settings)('split $name', ({ splitter, params }) => {
  const split = (dataset: Dataset, seed = 42) => splitter.split(dataset, params, createRng(seed));

  it('puts every event on exactly one side', () => {
    fc.assert(
      fc.property(events, (log) => {
        const { train, test, known = [] } = split(build(log));
        expect([...train, ...test, ...known].sort((a, b) => a - b)).toEqual([...log.keys()]);
      }),
    );
  });

  // The notebook trains on rows in the order of its permutation, and takes the last of them for the latest.
  if (params.which !== 'notebook') {
    it('leaves each side in the order of the log', () => {
      fc.assert(
        fc.property(events, (log) => {
          const { train, test, known = [] } = split(build(log));
          for (const side of [train, test, known]) expect([...side]).toEqual([...side].sort((a, b) => a - b));
        }),
      );
    });
  }

  it('gives the same split for the same seed', () => {
    fc.assert(
      fc.property(events, fc.nat(), (log, seed) => {
        expect(split(build(log), seed)).toEqual(split(build(log), seed));
      }),
    );
  });

  if (splitter.id === 'given') return;

  // What is met again after the moment was known before it, and is no question.
  if (splitter.id !== 'temporal') {
    it('leaves nothing of a held-out cell in training, nor in what is told', () => {
      fc.assert(
        fc.property(events, (log) => {
          const dataset = build(log);
          const { train, test, known = new Uint32Array(0) } = split(dataset);
          const seen = cellsOf(dataset, Uint32Array.from([...train, ...known]));
          for (const held of cellsOf(dataset, test)) expect(seen).not.toContain(held);
        }),
      );
    });
  }

  if (!['temporal', 'cold-users', 'cold-items'].includes(splitter.id)) {
    it('holds out only items with an opinion, and leaves everyone one of theirs', () => {
      fc.assert(
        fc.property(events, (log) => {
          const dataset = build(log);
          const { train, test } = split(dataset);
          const rated = (rows: Uint32Array) => rows.filter((row) => log[row].kind === 0);
          const held = cellsOf(dataset, test);
          expect(cellsOf(dataset, rated(test))).toEqual(held);
          const kept = new Set(Array.from(rated(train), (row) => log[row].user));
          for (const row of test) expect(kept).toContain(log[row].user);
        }),
      );
    });
  }

  if (splitter.id === 'temporal') return;

  it('changes nobody’s cut when a user is added', () => {
    fc.assert(
      fc.property(events, (log) => {
        const few = build(log);
        // The newcomer comes first, so that every index moves by one; the outside ids stay with their owners.
        const moved = log.map((event) => ({ ...event, user: event.user + 1 }));
        const newcomer = [0, 1, 2].map((item) => ({ user: 0, item, value: 4, kind: 0, time: item }));
        const many = {
          ...datasetOf([...newcomer, ...moved], { kinds }, { users: 10, items: 12 }),
          users: { ids: ['new', ...few.users.ids] },
        };
        const [before, after] = [split(few), split(many)];
        for (const id of few.users.ids) expect(heldOutOf(many, after, id)).toEqual(heldOutOf(few, before, id));
      }),
    );
  });
});
