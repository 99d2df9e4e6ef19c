import { beforeAll, describe, expect, it } from 'vitest';
import type { InferenceApi, TrainingApi } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { readModelFile, writeModelFile } from '../../src/storage/model-file.ts';
import type { Store } from '../../src/storage/store.ts';
import { loadTensors } from '../../src/tensors/load-node.ts';
import { inference } from '../../workers/inference.ts';
import { TensorDesk } from '../../workers/tensors.ts';
import { training } from '../../workers/training.ts';
import { plainCompute } from '../fixtures/compute.ts';

const small = { customers: 60, products: 80 };
const itemCf = { id: 'item-cf', params: { least: 2 } };
const never = new AbortController().signal;
let store: Store;
let slow: TrainingApi;
let quick: InferenceApi;
let id: string;
const fit = () => slow.fit(id, itemCf, 42, never, () => {});

beforeAll(async () => {
  store = memoryStore();
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  const desk = new TensorDesk(store.settings, loadTensors);
  const lab = { store, ...plainCompute, tensors: desk.source, compute, base: 'http://lab.test/' };
  slow = training(lab, desk);
  quick = inference(lab);
  id = (await slow.generate({ id: 'shop', params: small }, 42, never)).id;
});

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a shop weighed anew', () => {
  it('has models of its own for each weighing, and its first ones again when it is weighed as it came', async () => {
    const first = await fit();
    const summary = await slow.reweigh(id, { view: 0.8 });
    expect(summary).toMatchObject({ id, hash: expect.stringMatching(/^[0-9a-f]{16}\+view=0\.8$/) });
    const other = await fit();
    expect(other.key).not.toBe(first.key);
    const view = await quick.openDataset(id);
    expect(view.kinds[1]).toMatchObject({ id: 'view', weight: 0.8, usual: 0.3 });
    await quick.openModel(other.key);
    await expect(quick.openModel(first.key)).rejects.toMatchObject({ name: 'ParamError' });
    await slow.reweigh(id, { view: 0.3 });
    expect(await fit()).toEqual(first);
  });

  it('is left as it is by weights that make no sense', async () => {
    const before = await fit();
    await expect(slow.reweigh(id, { view: -1 })).rejects.toMatchObject({ name: 'ParamError' });
    expect(await fit()).toEqual(before);
  });
});

describe('the numbers of a model', () => {
  it('are counted on the open data set', async () => {
    const { key } = await fit();
    await quick.openDataset(id);
    const { users, items, notebook, corrected } = await quick.quality(key, never);
    expect([users, items]).toEqual([small.customers, small.products]);
    expect(notebook.pairsAfter).toBeGreaterThan(corrected.pairsAfter);
    expect(corrected.usersWithOwnList).toBeGreaterThan(0);
  });

  it('are counted only for models that compare items', async () => {
    const popularity = await slow.fit(id, { id: 'popularity', params: {} }, 42, never, () => {});
    await quick.openDataset(id);
    await expect(quick.quality(popularity.key, never)).rejects.toMatchObject({ name: 'ParamError' });
    await expect(quick.quality('nothing', never)).rejects.toMatchObject({ name: 'ParamError' });
  });

  it('can be given up', async () => {
    const { key } = await fit();
    await quick.openDataset(id);
    await expect(quick.quality(key, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a model as a file', () => {
  const fileOf = (text: string) => new File([text], 'mine.json');

  it('comes back where its data set is, verified, and need not be fitted', async () => {
    const { key } = await fit();
    const text = textOf(await slow.saveModel(key, 'json'));
    await store.models.delete(key);
    expect(await slow.openModelFile(fileOf(text))).toMatchObject({ key, dataset: id, recommender: { id: 'item-cf' } });
    await quick.openDataset(id);
    await quick.openModel(key);
    const { lists } = await quick.board({ models: [key], ratings: [{ item: 3, value: 1 }], n: 5 });
    expect(lists[0].items).toHaveLength(5);
  });

  it('is refused where the data set is not, or is weighed otherwise', async () => {
    const text = textOf(await slow.saveModel((await fit()).key, 'json'));
    await slow.reweigh(id, { view: 0.9 });
    await expect(slow.openModelFile(fileOf(text))).rejects.toMatchObject({
      name: 'ImportError',
      message: expect.stringContaining('60 × 80, purchase 1, view 0.3'),
    });
    await slow.reweigh(id, { view: 0.3 });
  });

  it('is refused where it no longer gives its lists, or claims to be fitted otherwise', async () => {
    const saved = readModelFile(textOf(await slow.saveModel((await fit()).key, 'json')));
    const { facts, record } = saved;
    const shifted = facts.probes.map((probe) => ({ ...probe, scores: probe.scores.map((score) => score + 0.1) }));
    const others = writeModelFile({ record, facts: { ...facts, probes: shifted } });
    await expect(slow.openModelFile(fileOf(others))).rejects.toThrow('lists it gave');
    const posing = writeModelFile({ record: { ...record, seed: 7 }, facts });
    await expect(slow.openModelFile(fileOf(posing))).rejects.toThrow('Expected the key');
    const unknown = writeModelFile({ record: { ...record, recommender: { id: 'oracle', params: {} } }, facts });
    await expect(slow.openModelFile(fileOf(unknown))).rejects.toThrow('"oracle"');
  });
});
