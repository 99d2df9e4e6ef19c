import { beforeEach, describe, expect, it } from 'vitest';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { modelKey } from '../../src/core/experiments/model-key.ts';
import type { ParamValues } from '../../src/core/params.ts';
import { checkParams, paramsThatAre } from '../../src/core/params.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { readAsked, spellAsked } from '../../src/rpc/asked-model.ts';
import type { InferenceApi, Rating } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { inference } from '../../workers/inference.ts';
import { plainCompute } from '../fixtures/compute.ts';
import { fitModel } from '../fixtures/fit.ts';
import { parity } from '../fixtures/parity.ts';

const { dataset } = parity('explicit');
const train = buildTrainingSet(dataset);
const ratings: Rating[] = [
  { item: 4, value: 5 },
  { item: 0, value: 5 },
  { item: 7, value: 1 },
];

let api: InferenceApi;

/** Stores and opens a model fitted so, and answers with what to ask for: it with these live values. */
async function open(id: string, params: ParamValues = {}): Promise<(live: ParamValues) => string> {
  const recommender = recommenders.get(id);
  const checked = checkParams(recommender.params, params);
  const key = modelKey(dataset.provenance.hash, recommender, checked, 1);
  const model = await fitModel(id, train, params);
  await store.models.put({
    ...{ key, dataset: dataset.id, datasetHash: dataset.provenance.hash, seed: 1, fitSeconds: 0, createdAt: 0 },
    recommender: { id, params: checked },
    snapshot: model.snapshot(),
  });
  await api.openModel(key);
  return (live) => spellAsked({ key, live: { ...paramsThatAre(true, recommender.params, checked), ...live } });
}

let store: ReturnType<typeof memoryStore>;
beforeEach(async () => {
  store = memoryStore();
  await store.datasets.put(dataset);
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  api = inference({ store, ...plainCompute, compute, base: 'http://lab.test/' });
  await api.openDataset(dataset.id);
});

const listOf = async (model: string) => {
  const [{ items, error }] = (await api.board({ models: [model], ratings, n: 20 })).lists;
  if (error) throw new Error(error);
  return items;
};

describe('what is asked', () => {
  it('is spelled so that equal questions are equal, and read back', () => {
    const asked = { key: 'als.1/factors=8/seed=1/abc', live: { b: 2, a: 'x' } };
    expect(spellAsked(asked)).toBe(spellAsked({ key: asked.key, live: { a: 'x', b: 2 } }));
    expect(readAsked(spellAsked(asked))).toEqual(asked);
    expect(spellAsked({ key: 'als', live: {} })).toBe('als');
    expect(readAsked('als')).toEqual({ key: 'als', live: null });
  });
});

describe('a model with other live values', () => {
  it.each([
    ['popularity', 'measure', 'mean'],
    ['weighted-hybrid', 'firstWeight', 0],
  ])('%s, opened once, answers as if it had been fitted with them', async (id, key, value) => {
    const asked = await open(id);
    const before = await listOf(asked({}));
    const fresh = await (await open(id, { [key]: value }))({});
    expect(await listOf(asked({ [key]: value }))).toEqual(await listOf(fresh));
    expect(await listOf(asked({}))).toEqual(before);
    expect(await listOf(asked({ [key]: value }))).not.toEqual(before);
  });

  it('is one model in several columns, whatever order they ask in', async () => {
    const asked = await open('weighted-hybrid');
    const models = [0, 0.5, 1].map((firstWeight) => asked({ firstWeight }));
    const { lists } = await api.board({ models, ratings, n: 20 });
    const again = await api.board({ models: models.toReversed(), ratings: ratings.slice(1), n: 20 });
    expect(new Set(lists.map(({ items }) => JSON.stringify(items))).size).toBe(3);
    expect(again.lists.every(({ error }) => error === null)).toBe(true);
    expect((await api.board({ models, ratings, n: 20 })).lists).toEqual(lists);
  });
});

describe('a mix', () => {
  const mixOf = (parts: [string, number][], combine: 'rank' | 'score' = 'rank') =>
    spellAsked({ combine, parts: parts.map(([model, weight]) => ({ model, weight })) });

  it('is the list of the one part that has any weight', async () => {
    const [popularity, knn] = [(await open('popularity'))({}), (await open('item-knn'))({})];
    const ids = (items: readonly { item: number }[]) => items.map(({ item }) => item);
    for (const combine of ['rank', 'score'] as const) {
      const mixed = ids(
        await listOf(
          mixOf(
            [
              [popularity, 0],
              [knn, 0.4],
            ],
            combine,
          ),
        ),
      );
      expect(mixed.slice(0, 5)).toEqual(ids(await listOf(knn)).slice(0, 5));
    }
  });

  it('says which part gives how much, and why; the sum is the score', async () => {
    const [popularity, knn] = [(await open('popularity'))({}), (await open('item-knn'))({})];
    for (const combine of ['rank', 'score'] as const) {
      const mix = mixOf(
        [
          [popularity, 1],
          [knn, 3],
        ],
        combine,
      );
      for (const { item, score } of (await listOf(mix)).slice(0, 5)) {
        const explained = await api.explain(mix, ratings, item);
        expect(explained.score).toBeCloseTo(score, 9);
        expect(explained.parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 9);
        for (const part of explained.parts) expect(part).toMatchObject({ kind: 'model', index: -1 });
        const knnPart = explained.parts.find(({ label }) => label.startsWith('Item neighbors'));
        expect(knnPart?.because?.parts.some(({ kind }) => kind === 'item') ?? true).toBe(true);
        expect(explained.without.map(({ item }) => item)).toEqual(ratings.map(({ item }) => item));
      }
    }
  });

  it('foresees as one list', async () => {
    const [popularity, knn] = [(await open('popularity'))({}), (await open('item-knn'))({})];
    const mix = mixOf([
      [popularity, 1],
      [knn, 1],
    ]);
    const [assessed] = await api.assess([mix], ratings.slice(0, 2), ratings[2]);
    expect(assessed).toMatchObject({ model: mix, candidates: 18 });
    expect(assessed.rank).toBeGreaterThanOrEqual(1);
  });

  it('says which part is not open', async () => {
    await expect(listOf(mixOf([['als.1/nothing', 1]]))).rejects.toThrow(/Expected an open model/);
  });
});

describe('items side by side', () => {
  it('are as alike as the model says, and grouped with their kind', async () => {
    const model = (await open('similarity-blend'))({});
    const items = [0, 1, 2, 3, 4, 5];
    const { values, merges, order } = await api.group(model, items);
    const similar = await api.similar(model, 2, 20);
    for (const { item, score } of similar.filter((one) => items.includes(one.item))) {
      expect(values[2 * 6 + item]).toBeCloseTo(score, 9);
    }
    expect(merges).toHaveLength(5);
    expect(order.map((at) => items[at] % 2).join('')).toMatch(/^(000111|111000)$/);
  });

  it('are shown by the words that tell them apart', async () => {
    const { words, values } = await api.words([0, 1], 2);
    const has = (row: number, word: string) => values[row * words.length + words.indexOf(word)] > 0;
    expect(words).toContain('word0');
    expect([has(0, 'word0'), has(1, 'word0'), has(1, 'word1')]).toEqual([true, false, true]);
  });

  it('are no more than a picture can hold, of a model that compares', async () => {
    const model = (await open('popularity'))({});
    await expect(api.group(model, [1, 2])).rejects.toThrow(/that compares items/);
    await expect(
      api.group(
        model,
        Array.from({ length: 61 }, (_, item) => item),
      ),
    ).rejects.toThrow(/at most 60/);
  });
});
