import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TasteEvent } from '../../../src/core/data/taste.ts';
import { replay } from '../../../src/core/data/taste.ts';

let time = 0;
const rate = (item: string, value: number): TasteEvent => ({
  dataset: 'films',
  time: time++,
  act: 'rate',
  item,
  value,
});
const clear = (item: string): TasteEvent => ({ dataset: 'films', time: time++, act: 'clear', item });
const act = (item: string, kind: string, amount = 1): TasteEvent => ({
  dataset: 'films',
  time: time++,
  act: 'do',
  item,
  kind,
  amount,
});
const undo = (): TasteEvent => ({ dataset: 'films', time: time++, act: 'undo' });
const redo = (): TasteEvent => ({ dataset: 'films', time: time++, act: 'redo' });

const shown = (events: readonly TasteEvent[]) => replay(events).ratings.map(({ item, value }) => `${item}:${value}`);

describe('replay', () => {
  it('starts with nothing to show, undo or redo', () => {
    expect(replay([])).toEqual({ ratings: [], canUndo: false, canRedo: false });
  });

  it('keeps the order of the acts and moves an item rated again to the end', () => {
    expect(shown([rate('Alien', 5), rate('Heat', 4), rate('Alien', 3)])).toEqual(['Heat:4', 'Alien:3']);
  });

  it('keeps when a rating was given', () => {
    const event = rate('Alien', 5);
    expect(replay([event]).ratings[0].time).toBe(event.time);
  });

  it('takes back a rating, a change of mind and a clearing', () => {
    const history = [rate('Alien', 5), rate('Heat', 4), rate('Alien', 3), clear('Heat')];
    expect(shown(history)).toEqual(['Alien:3']);
    expect(shown([...history, undo()])).toEqual(['Heat:4', 'Alien:3']);
    expect(shown([...history, undo(), undo()])).toEqual(['Alien:5', 'Heat:4']);
    expect(shown([...history, undo(), undo(), redo()])).toEqual(['Heat:4', 'Alien:3']);
  });

  it('forgets what was taken back once there is a new act', () => {
    const taste = replay([rate('Alien', 5), undo(), rate('Heat', 4), redo()]);
    expect(taste.ratings.map(({ item }) => item)).toEqual(['Heat']);
    expect(taste.canRedo).toBe(false);
  });

  it('does not count clearing what is not rated as an act', () => {
    const taste = replay([rate('Alien', 5), undo(), clear('Alien')]);
    expect(taste).toEqual({ ratings: [], canUndo: false, canRedo: true });
  });

  const event = fc.oneof(
    fc
      .record({ item: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 1, max: 5 }) })
      .map((r) => rate(r.item, r.value)),
    fc.constantFrom('a', 'b', 'c').map(clear),
    fc.constant(null).map(undo),
    fc.constant(null).map(redo),
  );
  const log = fc.array(event, { maxLength: 40 });
  const times = (n: number, act: () => TasteEvent) => Array.from({ length: n }, act);

  it('undoing n acts and redoing them changes nothing', () => {
    fc.assert(
      fc.property(log, fc.nat(50), (events, n) => {
        let possible = 0;
        while (possible < n && replay([...events, ...times(possible, undo)]).canUndo) possible++;
        expect(replay([...events, ...times(possible, undo), ...times(possible, redo)])).toEqual(replay(events));
      }),
    );
  });

  it('undoing everything empties the taste, and says so', () => {
    fc.assert(
      fc.property(log, (events) => {
        const { ratings, canUndo } = replay([...events, ...times(events.length, undo)]);
        expect(ratings).toEqual([]);
        expect(canUndo).toBe(false);
      }),
    );
  });

  it('an act followed by its undo leaves the ratings as they were', () => {
    fc.assert(
      fc.property(log, fc.constantFrom('a', 'b', 'c'), (events, item) => {
        expect(replay([...events, rate(item, 5), undo()]).ratings).toEqual(replay(events).ratings);
      }),
    );
  });

  it('never shows an item twice', () => {
    fc.assert(
      fc.property(log, (events) => {
        const items = replay(events).ratings.map(({ item }) => item);
        expect(new Set(items).size).toBe(items.length);
      }),
    );
  });

  it('adds up what is done, by kind, and takes it back act by act', () => {
    const done = (events: readonly TasteEvent[]) =>
      replay(events).ratings.map(({ item, amounts }) => [item, amounts] as const);
    const history = [
      act('Kettle', 'view'),
      act('Vase', 'view', 2),
      act('Kettle', 'purchase'),
      act('Kettle', 'purchase'),
    ];
    expect(done(history)).toEqual([
      ['Vase', { view: 2 }],
      ['Kettle', { view: 1, purchase: 2 }],
    ]);
    expect(done([...history, undo(), undo()])).toEqual([
      ['Kettle', { view: 1 }],
      ['Vase', { view: 2 }],
    ]);
    expect(done([...history, clear('Kettle')])).toEqual([['Vase', { view: 2 }]]);
    expect(done([...history, clear('Kettle'), act('Kettle', 'view')]).at(-1)).toEqual(['Kettle', { view: 1 }]);
  });
});
