import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../src/core/data/catalog.ts';
import type { TasteEvent } from '../../src/core/data/taste.ts';
import type { Run } from '../../src/core/experiments/protocol.ts';
import type { CheckpointRecord, ModelRecord, Store } from '../../src/storage/store.ts';
import { datasetOf } from '../fixtures/dataset.ts';

export const films = datasetOf(
  [
    { user: 0, item: 1, value: 4.5, time: 10 },
    { user: 1, item: 0, value: 2, time: 20 },
  ],
  {
    id: 'films',
    catalog: {
      titles: ['Alien', 'Amélie'],
      years: Uint16Array.of(1979, 2001),
      categories: buildLabels([['Horror'], ['Comedy', 'Romance']]),
    },
  },
);
const books = { ...films, id: 'books', name: 'Books' };

export const modelOf = (key: string, dataset: string): ModelRecord => ({
  key,
  dataset,
  datasetHash: 'small',
  recommender: { id: 'als', params: { factors: 2 } },
  seed: 1,
  fitSeconds: 0.5,
  createdAt: 100,
  snapshot: {
    recommender: 'als',
    version: 1,
    params: { factors: 2 },
    arrays: { items: Float32Array.of(1, 2, 3, 4), mean: Float64Array.of(NaN) },
    numbers: { alpha: 10 },
    words: { terms: ['space', 'love'] },
  },
});

const checkpointOf = (key: string, dataset: string, epoch: number): CheckpointRecord => {
  const { snapshot, ...summary } = modelOf(key, dataset);
  const values = { items: Float32Array.of(epoch, 2) };
  const optimizer = { steps: 10 * epoch, moments: [Float32Array.of(0.5, 0.25)] };
  return { ...summary, checkpoint: { epoch, snapshot, best: null, values, optimizer } };
};

const runOf = (id: string, dataset: string, createdAt: number): Run => ({
  id,
  createdAt,
  dataset: { id: dataset, name: dataset, hash: 'small' },
  protocol: { split: { id: 'holdout', params: {} }, metrics: ['ndcg'], k: 10, relevantFrom: 4, seed: 1 },
  users: Uint32Array.of(0, 1),
  usersWithoutTest: 0,
  outcomes: [],
});

const rate = (dataset: string, item: string, value: number): TasteEvent => ({
  dataset,
  time: 1,
  act: 'rate',
  item,
  value,
});

/** What every store promises, wherever it keeps things. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}: the promises of a store`, () => {
    it('hands a data set back as it was given', async () => {
      const store = await open();
      await store.datasets.put(films);
      expect(await store.datasets.get('films')).toEqual(films);
      expect(await store.datasets.get('books')).toBeUndefined();
    });

    it('lists data sets by what a list shows', async () => {
      const store = await open();
      await store.datasets.put(films);
      await store.datasets.put(books);
      await store.datasets.put({ ...films, name: 'Films again' });
      expect(await store.datasets.list()).toEqual([
        expect.objectContaining({ id: 'books', users: 2, items: 2, events: 2 }),
        expect.objectContaining({ id: 'films', name: 'Films again' }),
      ]);
    });

    it('keeps only the part of a buffer that a view shows', async () => {
      const store = await open();
      const long = new Float32Array(100_000).fill(1);
      await store.datasets.put({ ...films, interactions: { ...films.interactions, value: long.subarray(5, 7) } });
      const value = (await store.datasets.get('films'))!.interactions.value;
      expect([...value]).toEqual([1, 1]);
      expect(value.buffer.byteLength).toBe(8);
    });

    it('takes arrays out of shared memory', async () => {
      const store = await open();
      const shared = new Float32Array(new SharedArrayBuffer(8));
      shared.set([3, 4]);
      const model = modelOf('a', 'films');
      await store.models.put({ ...model, snapshot: { ...model.snapshot, arrays: { items: shared } } });
      const items = (await store.models.get('a'))!.snapshot.arrays.items;
      expect([...items]).toEqual([3, 4]);
      expect(items.buffer).toBeInstanceOf(ArrayBuffer);
    });

    it('does not change with what it was given or has given', async () => {
      const store = await open();
      const own = { ...films, interactions: { ...films.interactions, value: Float32Array.of(1, 2) } };
      await store.datasets.put(own);
      own.interactions.value[0] = 5;
      (await store.datasets.get('films'))!.interactions.value[1] = 5;
      expect([...(await store.datasets.get('films'))!.interactions.value]).toEqual([1, 2]);
    });

    it('hands a model back with its snapshot, and lists it without', async () => {
      const store = await open();
      const model = modelOf('a', 'films');
      await store.models.put(model);
      await store.models.put(modelOf('b', 'books'));
      const { snapshot: _, ...summary } = model;
      expect(await store.models.get('a')).toEqual(model);
      expect(await store.models.list('films')).toEqual([summary]);
      await store.models.delete('a');
      expect(await store.models.get('a')).toBeUndefined();
      expect(await store.models.list('films')).toEqual([]);
    });

    it('keeps the latest checkpoint of a training, and lists it without its body', async () => {
      const store = await open();
      await store.checkpoints.put(checkpointOf('a', 'films', 1));
      await store.checkpoints.put(checkpointOf('a', 'films', 2));
      await store.checkpoints.put(checkpointOf('b', 'books', 1));
      const latest = checkpointOf('a', 'films', 2);
      const { checkpoint: _, ...summary } = latest;
      expect(await store.checkpoints.get('a')).toEqual(latest);
      expect(await store.checkpoints.list('films')).toEqual([summary]);
      await store.checkpoints.delete('a');
      expect(await store.checkpoints.get('a')).toBeUndefined();
      expect(await store.checkpoints.list('films')).toEqual([]);
    });

    it('keeps events in the order appended, apart by data set', async () => {
      const store = await open();
      const log = [
        rate('films', 'Alien', 5),
        { dataset: 'films', time: 0, act: 'undo' } as const,
        rate('films', 'Heat', 1),
      ];
      for (const event of log) {
        await store.events.append(event);
        await store.events.append(rate('books', 'Emma', 4));
      }
      expect(await store.events.of('films')).toEqual(log);
      expect(await store.events.of('books')).toHaveLength(3);
    });

    it('lists runs newest first', async () => {
      const store = await open();
      for (const [id, at] of [
        ['b', 2],
        ['c', 3],
        ['a', 1],
      ] as const)
        await store.runs.put(runOf(id, 'films', at));
      await store.runs.put(runOf('d', 'books', 4));
      expect((await store.runs.list('films')).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
      await store.runs.delete('b');
      const [newest] = await store.runs.list('films');
      expect(newest.users).toEqual(Uint32Array.of(0, 1));
      expect(await store.runs.list('films')).toHaveLength(2);
    });

    it('keeps settings', async () => {
      const store = await open();
      await store.settings.put('columns', [{ id: 'als', params: {} }]);
      expect(await store.settings.get('columns')).toEqual([{ id: 'als', params: {} }]);
      expect(await store.settings.get('theme')).toBeUndefined();
    });

    it('deletes a data set with its models, runs and events, and nothing of the others', async () => {
      const store = await open();
      for (const dataset of [films, books]) {
        await store.datasets.put(dataset);
        await store.models.put(modelOf(`als of ${dataset.id}`, dataset.id));
        await store.checkpoints.put(checkpointOf(`net of ${dataset.id}`, dataset.id, 1));
        await store.runs.put(runOf(`run of ${dataset.id}`, dataset.id, 1));
        await store.events.append(rate(dataset.id, 'Alien', 5));
      }
      await store.datasets.delete('films');
      expect(await contents(store, 'films')).toEqual([undefined, undefined, 0, 0, 0, 0]);
      expect(await contents(store, 'books')).toEqual([books, modelOf('als of books', 'books'), 1, 1, 1, 1]);
      expect((await store.datasets.list()).map(({ id }) => id)).toEqual(['books']);
    });

    it('forgets everything when wiped, and goes on', async () => {
      const store = await open();
      await store.datasets.put(films);
      await store.models.put(modelOf('als of films', 'films'));
      await store.checkpoints.put(checkpointOf('net', 'films', 1));
      await store.runs.put(runOf('run', 'films', 1));
      await store.events.append(rate('films', 'Alien', 5));
      await store.settings.put('theme', 'dark');
      await store.wipe();
      expect(await contents(store, 'films')).toEqual([undefined, undefined, 0, 0, 0, 0]);
      expect(await store.settings.get('theme')).toBeUndefined();
      await store.settings.put('theme', 'light');
      expect(await store.settings.get('theme')).toBe('light');
    });
  });
}

const contents = async (store: Store, id: string) => [
  await store.datasets.get(id),
  await store.models.get(`als of ${id}`),
  (await store.models.list(id)).length,
  (await store.checkpoints.list(id)).length,
  (await store.runs.list(id)).length,
  (await store.events.of(id)).length,
];
