import { beforeAll, describe, expect, it } from 'vitest';
import { descriptionOf } from '../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import type { InferenceApi, MeetingQuestion } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { inference } from '../../workers/inference.ts';
import { fitModel, testEnv } from '../fixtures/fit.ts';
import { parity } from '../fixtures/parity.ts';

const { dataset } = parity('explicit');
const train = buildTrainingSet(dataset);
const models = ['tf-idf', 'popularity', 'preferences'];
let api: InferenceApi;

beforeAll(async () => {
  const store = memoryStore();
  await store.datasets.put(dataset);
  for (const id of models) {
    const model = await fitModel(id, train);
    await store.models.put({
      key: id,
      dataset: dataset.id,
      datasetHash: dataset.provenance.hash,
      recommender: { id, params: {} },
      seed: 1,
      fitSeconds: 0,
      createdAt: 0,
      snapshot: model.snapshot(),
    });
  }
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  api = inference({ store, ...testEnv(), compute, base: 'http://lab.test/' });
  await api.openDataset(dataset.id);
  for (const id of models) await api.openModel(id);
});

/** Someone who likes the even items. */
const ratings = [
  { item: 0, value: 5 },
  { item: 2, value: 5 },
  { item: 1, value: 1 },
];
const meet = (given: Partial<MeetingQuestion['item']>, asked: Partial<MeetingQuestion> = {}) =>
  api.meet({
    item: { title: 'New', categories: [], details: '', text: '', ...given },
    models,
    ratings,
    n: 5,
    ...asked,
  });

describe('an item nobody has met', () => {
  it('stands high for who likes its kind, with those who can judge it by its description', async () => {
    const { verdicts } = await meet({ text: 'even pair', categories: ['Even'] });
    expect(verdicts.map(({ model, able }) => [model, able])).toEqual([
      ['tf-idf', true],
      ['popularity', false],
      ['preferences', true],
    ]);
    const [even] = verdicts;
    const [odd] = (await meet({ text: 'odd single', categories: ['Odd'] })).verdicts;
    expect(even.candidates).toBe(train.items - ratings.length + 1);
    const { lists } = await api.board({ models: ['tf-idf'], ratings, n: 20 });
    expect(even.rank).toBe(1 + lists[0].items.filter(({ score }) => score >= even.score).length);
    expect(even.score).toBeGreaterThan(odd.score);
  });

  it('would stand where one of the catalog with the same description stands', async () => {
    const described = descriptionOf(dataset.catalog, 4);
    const { verdicts } = await api.meet({ item: described, models: ['tf-idf'], ratings, n: 5 });
    const { lists } = await api.board({ models: ['tf-idf'], ratings, n: 20 });
    const twin = lists[0].items.find(({ item }) => item === 4)!;
    expect(verdicts[0].score).toBeCloseTo(twin.score, 9);
  });

  it('is most like its own kind, and told to those who like that', async () => {
    const { neighbors, audience } = await meet({ text: 'odd single' });
    expect(neighbors).toHaveLength(5);
    expect(neighbors.every(({ item }) => item % 2 === 1)).toBe(true);
    expect(audience).toHaveLength(5);
    for (const { person, affinity, because } of audience) {
      expect(dataset.users.ids.indexOf(person) % 2).toBe(1);
      expect(affinity).toBeGreaterThan(0);
      expect(because.length).toBeGreaterThan(0);
    }
  });

  it('has no place where nothing of it or of the person is known', async () => {
    const strange = await meet({ text: 'unheard of' });
    expect(strange.verdicts[0].score).toBeNaN();
    expect(strange.verdicts[0].rank).toBeNaN();
    // Every title has the word "Item", so that only a nameless item is like nothing.
    expect((await meet({ title: '', text: 'unheard' })).neighbors).toEqual([]);
    expect((await meet({ text: 'even pair' }, { ratings: [] })).verdicts[0].score).toBeNaN();
  });
});

describe('what to rate next', () => {
  it('leans towards what was said, by whichever way', async () => {
    for (const by of ['entropy0', 'spread', 'coverage'] as const) {
      const [first] = await api.nextToRate([], [], 3, { by, liked: ['Odd'], disliked: ['Even'] });
      expect(first % 2).toBe(1);
    }
    expect(await api.nextToRate([], [], 3)).toHaveLength(3);
  });
});
