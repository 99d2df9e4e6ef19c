import { beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { Taste } from '../../src/state/taste.svelte.ts';
import { FakeLog, shelf } from './fixtures.ts';

describe('taste', () => {
  let log: FakeLog;
  let taste: Taste;
  let changes: number;

  beforeEach(() => {
    log = new FakeLog();
    changes = 0;
    let clock = 1000;
    taste = new Taste(
      log,
      () => clock++,
      () => changes++,
    );
    taste.open(shelf, []);
  });

  const given = () => taste.ratings.map(({ item, value }) => [item, value]);

  it('changes the page before the store has answered', () => {
    void taste.rate(0, 4.5);
    expect(taste.valueOf(0)).toBe(4.5);
    expect(changes).toBe(1);
  });

  it('undoes and redoes by appending, never by erasing', async () => {
    await taste.rate(0, 5);
    await taste.rate(1, 2);
    await taste.undo();
    expect(given()).toEqual([[0, 5]]);
    await taste.redo();
    expect(given()).toEqual([
      [0, 5],
      [1, 2],
    ]);
    expect(log.events.map(({ act }) => act)).toEqual(['rate', 'rate', 'undo', 'redo']);
  });

  it('does nothing where there is nothing to undo', async () => {
    await taste.undo();
    await taste.redo();
    expect(log.events).toEqual([]);
    expect(changes).toBe(0);
  });

  it('shows an earlier history without losing the later one', async () => {
    await taste.rate(0, 5);
    await taste.rate(1, 4);
    taste.scrub(1);
    expect(taste.shown.map(({ item }) => item)).toEqual([0]);
    expect(taste.ratings).toHaveLength(2);
    await taste.rate(2, 3);
    expect(taste.shown).toHaveLength(3);
  });

  it('keeps a rating on the page when the disk is full, and says so', async () => {
    log.refuse = new LabError('QuotaError', 'The disk is full.');
    await taste.rate(3, 1);
    expect(taste.valueOf(3)).toBe(1);
    expect(taste.saveError?.name).toBe('QuotaError');
    log.refuse = null;
    await taste.rate(4, 1);
    expect(taste.saveError).toBeNull();
  });

  it('comes back from its log, leaving out items the data set no longer has', () => {
    taste.open(shelf, [
      { dataset: 'shelf', time: 1, act: 'rate', item: 'b', value: 3 },
      { dataset: 'shelf', time: 2, act: 'rate', item: 'gone', value: 5 },
    ]);
    expect(given()).toEqual([[1, 3]]);
  });

  it('weighs what is done by the kinds of the data set, also after they were weighed anew', async () => {
    const kinds = (view: number) => [
      { id: 'purchase', weight: 1, rated: false },
      { id: 'view', weight: view, rated: false },
    ];
    const shop = { ...shelf, ratingScale: null, summary: { ...shelf.summary, feedback: 'implicit' as const } };
    taste.open({ ...shop, kinds: kinds(0.3) }, []);
    await taste.act(0, 'view', 2);
    await taste.act(1, 'view');
    await taste.act(0, 'purchase');
    expect(given()).toEqual([
      [1, 0.3],
      [0, 1.6],
    ]);
    expect(taste.amountsOf(0)).toEqual({ view: 2, purchase: 1 });
    expect(taste.valueAfter(1, 'purchase')).toBe(1.3);
    taste.reweigh({ ...shop, kinds: kinds(1) });
    expect(given()).toEqual([
      [1, 1],
      [0, 3],
    ]);
    await taste.undo();
    expect(taste.amountsOf(0)).toEqual({ view: 2 });
  });
});
