import { beforeEach, describe, expect, it } from 'vitest';
import { float } from '../../src/core/params.ts';
import { readAsked } from '../../src/rpc/asked-model.ts';
import type { RecommenderOffer } from '../../src/state/columns.svelte.ts';
import { Columns } from '../../src/state/columns.svelte.ts';
import { formatSelection, parseSelection } from '../../src/state/link.ts';
import { Settling } from '../../src/state/settling.ts';
import { deferred, offer } from './fixtures.ts';

/** `factors` is fitted, `pull` is live. */
const withPull = (id: string): RecommenderOffer => {
  const plain = offer(id);
  const pull = float({ label: 'Pull', help: '', live: true, default: 0, min: 0, max: 1 });
  return { ...plain, params: { ...plain.params, pull } };
};

let fits: number;
let closed: string[];
let moves: number;
let columns: Columns;

beforeEach(() => {
  fits = moves = 0;
  closed = [];
  columns = new Columns(
    async (column) => {
      fits++;
      return { key: `${column.entry.id}-${column.values.factors}`, fitSeconds: 0.1 };
    },
    () => {},
    (column) => closed.push(column.id),
    () => moves++,
  );
  columns.offer = ['popularity', 'als', 'item-knn'].map(withPull);
});

const openAll = async (...ids: string[]) => {
  columns.open(ids.map((id) => ({ id, params: {} })));
  await columns.settled();
};

describe('a column whose live parameter moves', () => {
  it('stays the same column with the same model, asked otherwise', async () => {
    await openAll('als');
    const [als] = columns.all;
    const before = als.model;
    expect(columns.change(als, { factors: 8, pull: 0.5 })).toBe(als);
    await columns.settled();
    expect([fits, moves, closed]).toEqual([1, 1, []]);
    expect(als.id).toBe('als');
    expect(als.link).toBe('als(pull=0.5)');
    expect(als.model).not.toBe(before);
    expect(readAsked(als.model!)).toEqual({ key: 'als-8', live: { pull: 0.5 } });
  });

  it('is fitted anew where another parameter changes too', async () => {
    await openAll('als');
    const changed = columns.change(columns.all[0], { factors: 16, pull: 0.5 })!;
    await columns.settled();
    expect(fits).toBe(2);
    expect(readAsked(changed.model!)).toEqual({ key: 'als-16', live: { pull: 0.5 } });
  });

  it('keeps its name when another begins as it did, and both share a model until the last is gone', async () => {
    await openAll('als');
    const [first] = columns.all;
    columns.tune(first, { pull: 1 });
    const second = columns.add('als')!;
    await columns.settled();
    expect(columns.all.map(({ id }) => id)).toEqual(['als', 'als#2']);
    columns.remove(first);
    expect(closed).toEqual([]);
    columns.remove(second);
    expect(closed).toEqual(['als#2']);
  });
});

describe('a mix of columns', () => {
  const weightsOf = (text: string | null) => {
    const asked = readAsked(text!);
    if (!('parts' in asked)) throw new Error('Expected a mix.');
    return asked.parts.map(({ model, weight }) => [(readAsked(model) as { key: string }).key, weight]);
  };

  it('begins with every other column alike, and follows the sliders', async () => {
    await openAll('popularity', 'als');
    const mixed = columns.mix();
    expect(mixed.status).toBe('ready');
    expect(weightsOf(mixed.model)).toEqual([
      ['popularity-8', 1],
      ['als-8', 1],
    ]);
    columns.weigh(mixed.mix!, columns.all[1], 0.75);
    expect(weightsOf(mixed.model)).toEqual([['als-8', 0.75]]);
    expect(fits).toBe(2);
    expect(moves).toBe(1);
  });

  it('is in the link, and opens from it wherever it stands', async () => {
    await openAll('popularity', 'als');
    columns.tune(columns.all[1], { pull: 0.5 });
    const mixed = columns.mix();
    columns.weigh(mixed.mix!, columns.all[0], 0.25);
    columns.weigh(mixed.mix!, columns.all[1], 1);
    columns.tune(mixed, { combine: 'score' });
    columns.move(mixed, 0);
    const links = columns.all.map(({ selection }) => formatSelection(selection));
    const model = mixed.model;
    columns.open([]);
    expect(columns.open(links.map(parseSelection))).toEqual([]);
    await columns.settled();
    expect(columns.all.map(({ selection }) => formatSelection(selection))).toEqual(links);
    expect(columns.all[0].model).toBe(model);
  });

  it('waits for its parts, leaves out one that failed, and says so when none is left', async () => {
    await openAll('popularity', 'als');
    const mixed = columns.mix();
    const changed = columns.change(columns.all[1], { factors: 16 })!;
    expect(mixed.status).toBe('waiting');
    await columns.settled();
    expect(weightsOf(mixed.model)).toEqual([
      ['popularity-8', 1],
      ['als-16', 1],
    ]);
    columns.weigh(mixed.mix!, changed, 0.5);
    columns.remove(changed);
    expect(weightsOf(mixed.model)).toEqual([['popularity-8', 1]]);
    columns.remove(columns.all[0]);
    expect(mixed.status).toBe('failed');
    expect(mixed.error?.message).toMatch(/another column/);
  });

  it('keeps the weight of a column that is fitted anew', async () => {
    await openAll('popularity', 'als');
    const mixed = columns.mix();
    columns.weigh(mixed.mix!, columns.all[1], 0.5);
    columns.change(columns.all[1], { factors: 16 });
    await columns.settled();
    expect(weightsOf(mixed.model)).toEqual([['als-16', 0.5]]);
  });

  it('is no recommender to be measured, and names what a link asks for in vain', async () => {
    const problems = columns.open([parseSelection('mix(als=1,astrology=1)'), parseSelection('als')]);
    expect(problems).toEqual(['The mix asks for "astrology", which is not open. It was left out.']);
    expect(columns.recommenders.map(({ id }) => id)).toEqual(['als']);
  });
});

describe('what follows a slider', () => {
  it('runs one at a time and ends at the latest position', async () => {
    const asked: number[] = [];
    const answers = [deferred<void>(), deferred<void>()];
    let position = 0;
    const settling = new Settling(
      () => {
        asked.push(position);
        return answers[asked.length - 1].promise;
      },
      () => {},
    );
    for (position = 1; position <= 5; position++) settling.moved();
    position = 5;
    expect(asked).toEqual([1]);
    answers[0].resolve();
    await expect.poll(() => asked).toEqual([1, 5]);
    answers[1].resolve();
  });
});
