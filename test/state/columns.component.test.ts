import { beforeEach, describe, expect, it } from 'vitest';
import type { Column, Prepare } from '../../src/state/columns.svelte.ts';
import { Columns } from '../../src/state/columns.svelte.ts';
import { deferred, offer } from './fixtures.ts';

describe('columns', () => {
  let prepared: string[];
  let closed: string[];
  let prepare: Prepare;
  let columns: Columns;

  beforeEach(() => {
    prepared = [];
    closed = [];
    prepare = async (column) => {
      prepared.push(column.id);
      return { key: `${column.id}-model`, fitSeconds: 0.1 };
    };
    columns = new Columns(
      (column, signal) => prepare(column, signal),
      () => {},
      (column) => closed.push(column.id),
    );
    columns.offer = ['popularity', 'als', 'item-knn'].map(offer);
  });

  const ids = () => columns.all.map(({ id }) => id);
  const find = (id: string): Column => columns.all.find((column) => column.id === id)!;

  it('opens what is asked for, fits one after the other, and names what there is not', async () => {
    const problems = columns.open([
      { id: 'popularity', params: {} },
      { id: 'astrology', params: {} },
      { id: 'als', params: { factors: 32 } },
    ]);
    expect(problems).toEqual(['There is no recommender "astrology". It was left out.']);
    await columns.settled();
    expect(prepared).toEqual(['popularity', 'als(factors=32)']);
    expect(columns.ready.map(({ model }) => model)).toEqual(['popularity-model', 'als(factors=32)-model']);
  });

  it('knows equal settings as equal, also when a default is spelled out', async () => {
    const first = columns.add('als');
    expect(columns.add('als', { factors: 8 })).toBe(first);
    columns.add('als', { factors: 16 });
    expect(ids()).toEqual(['als', 'als(factors=16)']);
  });

  it('goes on with the others when one fails, and tries again when asked', async () => {
    let broken = true;
    const whole = prepare;
    prepare = async (column, signal) => {
      if (column.id === 'als' && broken) throw new Error('Out of memory.');
      return whole(column, signal);
    };
    columns.open(['als', 'item-knn'].map((id) => ({ id, params: {} })));
    await columns.settled();
    expect(find('als').status).toBe('failed');
    expect(find('als').error?.message).toBe('Out of memory.');
    expect(find('item-knn').status).toBe('ready');
    broken = false;
    columns.retry(find('als'));
    await columns.settled();
    expect(find('als').status).toBe('ready');
  });

  it('changes settings in place and forgets the fit under way', async () => {
    const slow = deferred<{ key: string; fitSeconds: number }>();
    const signals: AbortSignal[] = [];
    prepare = async (column, signal) => {
      signals.push(signal);
      return column.id === 'als' ? slow.promise : { key: column.id, fitSeconds: 0 };
    };
    columns.open(['als', 'item-knn'].map((id) => ({ id, params: {} })));
    await Promise.resolve();
    columns.change(find('als'), { factors: 16 });
    expect(ids()).toEqual(['als(factors=16)', 'item-knn']);
    expect(signals[0].aborted).toBe(true);
    slow.resolve({ key: 'late', fitSeconds: 1 });
    await columns.settled();
    expect(columns.ready.map(({ model }) => model)).toEqual(['als(factors=16)', 'item-knn']);
  });

  it('moves, pins and removes', async () => {
    columns.open(['popularity', 'als', 'item-knn'].map((id) => ({ id, params: {} })));
    await columns.settled();
    columns.move(find('popularity'), 2);
    expect(ids()).toEqual(['als', 'item-knn', 'popularity']);
    columns.pin(find('popularity'), true);
    expect(ids()).toEqual(['popularity', 'als', 'item-knn']);
    columns.remove(find('als'));
    expect(ids()).toEqual(['popularity', 'item-knn']);
    expect(closed).toEqual(['als']);
  });
});
