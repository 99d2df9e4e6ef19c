import { beforeEach, describe, expect, it, vi } from 'vitest';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { createRng } from '../../src/core/rng.ts';
import type { FittedModel, ModelSnapshot } from '../../src/core/recommenders/recommender.ts';
import type { InferenceApi, Rating } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { inference } from '../../workers/inference.ts';
import { parity } from '../fixtures/parity.ts';
import { plainCompute } from '../fixtures/compute.ts';

const { dataset } = parity('explicit');
const train = buildTrainingSet(dataset);

async function fit(id: string): Promise<ModelSnapshot> {
  const run = recommenders.get(id).fit(train, {}, { rng: createRng(1), ...plainCompute });
  for (;;) {
    const { done, value } = await run.next();
    if (done) return (value as FittedModel).snapshot();
  }
}

let store: Store;
let api: InferenceApi;

beforeEach(async () => {
  store = memoryStore();
  await store.datasets.put(dataset);
  for (const id of ['popularity', 'tf-idf', 'co-visitation']) {
    await store.models.put({
      key: id,
      dataset: dataset.id,
      datasetHash: dataset.provenance.hash,
      recommender: { id, params: {} },
      seed: 1,
      fitSeconds: 0,
      createdAt: 0,
      snapshot: await fit(id),
    });
  }
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  api = inference({ store, ...plainCompute, compute, base: 'http://lab.test/' });
  await api.openDataset(dataset.id);
  for (const id of ['popularity', 'tf-idf', 'co-visitation']) await api.openModel(id);
});

const evens: Rating[] = [
  { item: 4, value: 5 },
  { item: 0, value: 5 },
  { item: 7, value: 1 },
];
const itemsOf = (list: { readonly items: readonly { readonly item: number }[] }) => list.items.map(({ item }) => item);

describe('the open data set', () => {
  it('is what the page needs of it', async () => {
    const view = await api.openDataset(dataset.id);
    expect(view.summary).toMatchObject({
      id: dataset.id,
      users: 20,
      items: 20,
      events: dataset.interactions.user.length,
    });
    expect(view.itemIds).toEqual(dataset.items.ids);
    expect(view.catalog).not.toHaveProperty('text');
    expect(view.popularity.reduce((a, b) => a + b)).toBe(train.byUser.indices.length);
  });

  it('has no mean value where nobody had an opinion', async () => {
    const items = { ids: [...dataset.items.ids, 'new'] };
    const catalog = { ...dataset.catalog, titles: [...dataset.catalog.titles, 'New'], text: null };
    await store.datasets.put({ ...dataset, id: 'grown', items, catalog });
    const view = await api.openDataset('grown');
    expect(view.popularity.at(-1)).toBe(0);
    expect(view.meanValue.at(-1)).toBeNaN();
  });

  it('is asked for by an id that exists', async () => {
    await expect(api.openDataset('gone')).rejects.toMatchObject({ name: 'ParamError' });
  });

  it('takes its models along when another is opened', async () => {
    await api.openDataset(dataset.id);
    const { lists } = await api.board({ models: ['popularity'], ratings: [], n: 3 });
    expect(lists[0].error).toContain('Call openModel first');
  });
});

describe('the board', () => {
  it('gives every model its list, without what was rated, best first', async () => {
    const { lists, elapsed } = await api.board({ models: ['popularity', 'tf-idf'], ratings: evens, n: 5 });
    expect(lists.map(({ model }) => model)).toEqual(['popularity', 'tf-idf']);
    for (const list of lists) {
      expect(list.error).toBeNull();
      expect(list.items).toHaveLength(5);
      expect(itemsOf(list)).not.toContain(4);
      expect(list.items.map(({ score }) => score)).toEqual(list.items.map(({ score }) => score).sort((a, b) => b - a));
    }
    expect(itemsOf(lists[1]).every((item) => item % 2 === 0)).toBe(true);
    expect(elapsed).toBeGreaterThanOrEqual(0);
  });

  it('is empty, not wrong, for a newcomer and a model that needs a history', async () => {
    const { lists } = await api.board({ models: ['tf-idf', 'popularity'], ratings: [], n: 5 });
    expect(lists[0]).toEqual({ model: 'tf-idf', items: [], spokenFor: null, error: null });
    expect(lists[1].items).toHaveLength(5);
  });

  it('says of how much of a list the history speaks, where a model falls back on what is popular', async () => {
    const ask = async (ratings: readonly Rating[]) =>
      (await api.board({ models: ['popularity', 'co-visitation'], ratings, n: 5 })).lists.map(
        ({ spokenFor }) => spokenFor,
      );
    expect(await ask([])).toEqual([null, 0]);
    expect(await ask(evens)).toEqual([null, 5]);
  });

  it('lists what was rated only where it may come again', async () => {
    const ask = async (again?: readonly number[]) =>
      itemsOf((await api.board({ models: ['popularity'], ratings: evens, n: 20, ...(again && { again }) })).lists[0]);
    expect(await ask()).toHaveLength(17);
    expect((await ask()).filter((item) => [0, 4, 7].includes(item))).toEqual([]);
    expect((await ask([4])).filter((item) => [0, 4, 7].includes(item))).toEqual([4]);
  });

  it('lets one model fail without the others', async () => {
    const { lists } = await api.board({ models: ['never fitted', 'popularity'], ratings: evens, n: 5 });
    expect(lists[0]).toMatchObject({ model: 'never fitted', items: [] });
    expect(lists[0].error).toContain('never fitted');
    expect(lists[1].error).toBeNull();
  });

  it('answers the newest question, and cancels an older one', async () => {
    const older = api.board({ models: ['popularity', 'tf-idf'], ratings: evens, n: 5 });
    const newer = api.board({ models: ['popularity', 'tf-idf'], ratings: [], n: 5 });
    await expect(older).rejects.toMatchObject({ name: 'AbortError' });
    expect((await newer).lists).toHaveLength(2);
  });

  it('does not let a preview cancel the real question, but a real question cancels previews', async () => {
    const question = { models: ['popularity', 'tf-idf'], n: 5 };
    const real = api.board({ ...question, ratings: evens });
    const preview = api.board({ ...question, ratings: [], preview: true });
    expect((await real).lists).toHaveLength(2);
    expect((await preview).lists).toHaveLength(2);
    const overtaken = api.board({ ...question, ratings: [], preview: true });
    const next = api.board({ ...question, ratings: evens });
    await expect(overtaken).rejects.toMatchObject({ name: 'AbortError' });
    expect((await next).lists).toHaveLength(2);
  });
});

describe('what is kept', () => {
  const models = ['popularity', 'tf-idf', 'co-visitation'];
  const first = evens.slice(0, 1);
  const board = async (ratings: readonly Rating[]) => (await api.board({ models, ratings, n: 5 })).lists;

  it('answers undo, redo and the history slider without asking a model again', async () => {
    const before = await board(first);
    const after = await board(evens);
    const asked = await api.cached();
    expect(asked).toMatchObject({ hits: 0, misses: 6, entries: 6 });
    expect(asked.bytes).toBeGreaterThan(6 * 20 * Float64Array.BYTES_PER_ELEMENT);

    expect(await board(first)).toEqual(before);
    expect(await board(evens)).toEqual(after);
    expect(await api.cached()).toMatchObject({ hits: 6, misses: 6, entries: 6 });
  });

  it('is never given out for another history: another value, another order, one rating less', async () => {
    await board(evens);
    for (const other of [
      evens.map(({ item, value }) => ({ item, value: value - 0.5 })),
      evens.toReversed(),
      evens.slice(1),
      [],
    ]) {
      await api.forget();
      const fresh = await board(other);
      await api.forget();
      await board(evens);
      expect(await board(other)).toEqual(fresh);
      expect((await api.cached()).hits).toBe(0);
    }
  });

  it('goes with the model that said it, and is forgotten when asked to', async () => {
    await board(evens);
    await api.closeModel('tf-idf');
    expect(await api.cached()).toMatchObject({ entries: 2 });
    await api.forget();
    expect(await api.cached()).toMatchObject({ hits: 0, misses: 0, entries: 0, bytes: 0 });
  });

  it('goes when another data set is opened', async () => {
    await board(evens);
    await api.openDataset(dataset.id);
    expect(await api.cached()).toMatchObject({ entries: 0 });
  });
});

describe('given an item', () => {
  const given = { item: 5, share: 0.25 };

  it('lists what is like it to a stranger, without the item itself', async () => {
    const { lists } = await api.board({ models: ['co-visitation'], ratings: [], n: 5, given });
    expect(itemsOf(lists[0])).toEqual(itemsOf({ items: await api.similar('co-visitation', 5, 5) }));
    expect(itemsOf(lists[0])).not.toContain(5);
  });

  it('pulls the lists of somebody known towards it, the more the greater the share', async () => {
    const odd = async (share: number) => {
      const question = { models: ['co-visitation'], ratings: evens, n: 20, given: { item: 5, share } };
      const items = itemsOf((await api.board(question)).lists[0]);
      expect(items).not.toContain(5);
      return items.slice(0, 6).filter((item) => item % 2 === 1).length;
    };
    expect(await odd(10)).toBeGreaterThan(await odd(0.25));
  });

  it('leaves a model as it is that does not compare items', async () => {
    const question = { models: ['popularity'], ratings: evens, n: 5 };
    const { lists: without } = await api.board(question);
    const { lists } = await api.board({ ...question, given });
    const stayed = without[0].items.filter(({ item }) => item !== given.item);
    expect(lists[0].items.slice(0, stayed.length)).toEqual(stayed);
  });

  it('is part of why', async () => {
    const question = { models: ['co-visitation'], ratings: evens, n: 3, given };
    const [first] = (await api.board(question)).lists[0].items;
    const view = await api.explain('co-visitation', evens, first.item, given);
    expect(view.score).toBeCloseTo(first.score, 8);
    expect(view.parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(view.score, 8);
    expect(view.rank).toBe(1);
    expect(view.parts.some(({ label }) => label.includes(dataset.catalog.titles[5]))).toBe(true);
  });
});

describe('assessing a rating', () => {
  it('says where each model had the item before it was rated', async () => {
    const { lists } = await api.board({ models: ['tf-idf'], ratings: evens, n: 20 });
    const [second] = lists[0].items.slice(1);
    const [assessment] = await api.assess(['tf-idf'], evens, { item: second.item, value: 5 });
    expect(assessment).toMatchObject({ model: 'tf-idf', rank: 2, candidates: 17 });
    expect(assessment.predicted).toBeGreaterThanOrEqual(1);
    expect(assessment.predicted).toBeLessThanOrEqual(5);
  });

  it('asks no model twice for the same history', async () => {
    const original = recommenders.get('popularity').restore.bind(recommenders.get('popularity'));
    const scored = vi.fn();
    const restore = vi.spyOn(recommenders.get('popularity'), 'restore').mockImplementation((snapshot, train) => {
      const model = original(snapshot, train);
      return { ...model, score: (query, out) => (scored(), model.score(query, out)) };
    });
    await api.openDataset(dataset.id);
    await api.openModel('popularity');
    restore.mockRestore();
    const rated = { item: 9, value: 4 };
    await api.board({ models: ['popularity'], ratings: evens, n: 5 });
    await api.board({ models: ['popularity'], ratings: [...evens, rated], n: 5, preview: true });
    await api.board({ models: ['popularity'], ratings: [...evens, rated], n: 5 });
    await api.assess(['popularity'], evens, rated);
    expect(scored).toHaveBeenCalledTimes(2);
  });

  it('has nothing to say of a newcomer where the model needs a history', async () => {
    const [assessment] = await api.assess(['tf-idf'], [], { item: 4, value: 5 });
    expect(assessment).toEqual({ model: 'tf-idf', rank: NaN, candidates: 20, predicted: NaN });
  });
});

describe('hiding each of one’s own ratings', () => {
  const ids = ['popularity', 'tf-idf'];

  it('says of one what assessing it without it would say', async () => {
    for (const at of evens.keys()) {
      const rest = evens.filter((_, other) => other !== at);
      const hidden = await api.hide(ids, evens, at, new AbortController().signal);
      expect(hidden).toEqual(await api.assess(ids, rest, evens[at]));
    }
  });

  it('keeps no answers, stops when it is told to, and lets lists go first', async () => {
    const many = Array.from({ length: 12 }, (_, item) => ({ item, value: 4 }));
    const before = (await api.cached()).entries;
    const order: string[] = [];
    const hiding = api.hide(ids, many, 3, new AbortController().signal).then(() => order.push('hidden'));
    // Whoever rates while it is under way waits for no more than the step that has begun.
    const lists = api.board({ models: ids, ratings: evens, n: 5 }).then(() => order.push('lists'));
    await Promise.all([hiding, lists]);
    expect(order).toEqual(['lists', 'hidden']);
    expect((await api.cached()).entries - before).toBe(ids.length);

    const cancel = new AbortController();
    const stopped = api.hide(ids, many, 3, cancel.signal);
    cancel.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('why', () => {
  it('adds up to the score on the board, and says what it would be without a rating', async () => {
    const model = 'co-visitation';
    const { lists } = await api.board({ models: [model], ratings: evens, n: 5 });
    const [first] = lists[0].items;
    const view = await api.explain(model, evens, first.item);
    expect(view.score).toBeCloseTo(first.score, 4);
    expect(view.parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(view.score, 4);
    expect(view.rank).toBe(1);
    expect(view.without.length).toBeGreaterThan(0);
    for (const { item, rank } of view.without) {
      const fewer = evens.filter((rating) => rating.item !== item);
      const { lists: others } = await api.board({ models: [model], ratings: fewer, n: 20 });
      const ranked = itemsOf(others[0]).filter((other) => other !== item);
      expect(rank).toBe(1 + ranked.indexOf(first.item));
    }
  });
});

describe('similar items', () => {
  it('are found by models that compare items, without the item itself', async () => {
    const similar = await api.similar('tf-idf', 4, 5);
    expect(similar).toHaveLength(5);
    expect(itemsOf({ items: similar })).not.toContain(4);
    expect(similar.every(({ item }) => item % 2 === 0)).toBe(true);
  });

  it('are not asked of the others', async () => {
    await expect(api.similar('popularity', 4, 5)).rejects.toMatchObject({ name: 'ParamError' });
  });
});

describe('what to rate next', () => {
  it('is neither rated nor skipped', async () => {
    const next = await api.nextToRate(evens, [1, 2, 3], 20);
    expect(new Set(next).size).toBe(14);
    expect(next.filter((item) => [0, 1, 2, 3, 4, 7].includes(item))).toEqual([]);
  });
});
