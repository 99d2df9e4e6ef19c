import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import type { Protocol } from '../../src/core/experiments/protocol.ts';
import { trecFiles } from '../../src/core/experiments/trec-files.ts';
import type { TrainingApi } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { loadTensors } from '../../src/tensors/load-node.ts';
import { TensorDesk } from '../../workers/tensors.ts';
import { training } from '../../workers/training.ts';
import { parity } from '../fixtures/parity.ts';
import { plainCompute } from '../fixtures/compute.ts';

const { dataset } = parity('explicit');
const popularity = { id: 'popularity', params: {} };
const never = new AbortController().signal;
const silent = () => {};

let store: Store;
let api: TrainingApi;
let fetched: string[];

beforeEach(async () => {
  store = memoryStore();
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  const desk = new TensorDesk(store.settings, loadTensors);
  const lab = { store, ...plainCompute, tensors: desk.source, compute, base: 'http://lab.test/sub/path/' };
  api = training(lab, desk);
  fetched = [];
  vi.stubGlobal('fetch', async (address: URL) => {
    fetched.push(address.href);
    const file = new URL(`../../public${address.pathname.replace('/sub/path', '')}`, import.meta.url);
    return new Response(await readFile(file));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('generating', () => {
  const filmClub = { id: 'film-club', params: { members: 60 } };

  it('reads its shelf below the address of the app, and stores what it made', async () => {
    const made = await api.generate(filmClub, 42, never);
    expect(fetched).toEqual(['http://lab.test/sub/path/datasets/films.tsv']);
    expect(await store.datasets.list()).toEqual([made]);
    expect(made.users).toBe(60);
  });

  it('makes nothing twice', async () => {
    const made = await api.generate(filmClub, 42, never);
    const put = vi.spyOn(store.datasets, 'put');
    expect(await api.generate(filmClub, 42, never)).toEqual(made);
    expect(put).not.toHaveBeenCalled();
    expect(fetched).toHaveLength(1);
    expect((await api.generate(filmClub, 7, never)).id).not.toBe(made.id);
  });

  it('makes it again after it was deleted, the same to the last bit', async () => {
    const made = await api.generate(filmClub, 42, never);
    await store.datasets.delete(made.id);
    expect(await api.generate(filmClub, 42, never)).toEqual(made);
  });

  it('says what is missing when the shelf does not come', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    const error = await api.generate(filmClub, 42, never).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'ImportError', message: expect.stringContaining('films.tsv') });
    expect(String(error)).toContain('404');
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(api.generate(filmClub, 42, never)).rejects.toMatchObject({ name: 'ImportError' });
  });

  it('stores nothing when it is cancelled', async () => {
    await expect(api.generate(filmClub, 42, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.datasets.list()).toEqual([]);
  });
});

describe('importing', () => {
  const ratings = new File(
    ['userId,movieId,rating,timestamp\n1,10,4.0,100\n1,20,3.5,200\n2,10,5.0,300\n'],
    'ratings.csv',
  );

  it('looks into files, then reads and stores them', async () => {
    const { candidates, files } = await api.inspect([ratings]);
    expect(files[0]).toMatchObject({ name: 'ratings.csv', bytes: ratings.size });
    expect(files[0].columns).toEqual(['userId', 'movieId', 'rating', 'timestamp']);
    const reports: number[] = [];
    const chosen = { id: candidates[0].importer, params: {} };
    const imported = await api.importFiles([ratings], chosen, never, ({ rows }) => reports.push(rows));
    expect(imported).toMatchObject({ users: 2, items: 2, events: 3 });
    expect(reports.length).toBeGreaterThan(0);
    expect((await store.datasets.get(imported.id))!.provenance.files).toContain('ratings.csv');
  });

  it('stores nothing unless all of it could be read', async () => {
    const broken = new File(['userId,movieId,rating,timestamp\n1,10,4.0,100\n1,20,many,200\n'], 'ratings.csv');
    const { candidates } = await api.inspect([broken]);
    const importing = api.importFiles([broken], { id: candidates[0].importer, params: {} }, never, silent);
    await expect(importing).rejects.toMatchObject({
      name: 'ImportError',
      message: expect.stringContaining('ratings.csv'),
    });
    expect(await store.datasets.list()).toEqual([]);
  });

  it('stops when cancelled', async () => {
    const importing = api.importFiles([ratings], { id: 'movielens-csv', params: {} }, AbortSignal.abort(), silent);
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.datasets.list()).toEqual([]);
  });
});

describe('fitting', () => {
  beforeEach(() => store.datasets.put(dataset));

  it('stores the model, and returns the stored one where an equal one exists', async () => {
    const model = await api.fit(dataset.id, popularity, 1, never, silent);
    expect(await store.models.list(dataset.id)).toEqual([model]);
    expect((await store.models.get(model.key))!.snapshot.recommender).toBe('popularity');
    const fit = vi.spyOn(recommenders.get('popularity'), 'fit');
    expect(await api.fit(dataset.id, popularity, 1, never, silent)).toEqual(model);
    expect(fit).not.toHaveBeenCalled();
  });

  it('fits anew with another seed, another parameter, or after the data changed', async () => {
    const keys = new Set<string>();
    const fit = async (selection = popularity, seed = 1) =>
      keys.add((await api.fit(dataset.id, selection, seed, never, silent)).key);
    await fit();
    await fit(popularity, 2);
    await fit({ id: 'co-visitation', params: {} });
    await fit({ id: 'co-visitation', params: { window: 3 } } as never);
    await store.datasets.put({ ...dataset, provenance: { ...dataset.provenance, hash: 'changed' } });
    await fit();
    expect(keys.size).toBe(5);
  });

  it('does not fit anew where only a live parameter differs', async () => {
    const model = await api.fit(dataset.id, popularity, 1, never, silent);
    const other = { id: 'popularity', params: { measure: 'count' } };
    expect(await api.fit(dataset.id, other, 1, never, silent)).toEqual(model);
  });

  it('reports, and stops between steps', async () => {
    const job = new AbortController();
    const original = recommenders.get('popularity').fit;
    let ended = false;
    vi.spyOn(recommenders.get('popularity'), 'fit').mockImplementation(function* (...args) {
      try {
        for (let step = 1; step <= 1000; step++) yield { step, steps: 1000 };
        return yield* original(...args) as Generator<never, never>;
      } finally {
        ended = true;
      }
    });
    const steps: number[] = [];
    const fitting = api.fit(dataset.id, popularity, 1, job.signal, ({ step }) => {
      steps.push(step);
      if (step === 5) job.abort();
    });
    await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(ended).toBe(true);
    expect(await store.models.list(dataset.id)).toEqual([]);
  });

  it('says which data set, recommender or parameter does not exist', async () => {
    const fit = (id: string, selection: typeof popularity) => api.fit(id, selection, 1, never, silent);
    await expect(fit('gone', popularity)).rejects.toMatchObject({ name: 'ParamError' });
    await expect(fit(dataset.id, { id: 'oracle', params: {} })).rejects.toMatchObject({ name: 'ParamError' });
    await expect(fit(dataset.id, { id: 'popularity', params: { x: 1 } })).rejects.toMatchObject({ name: 'ParamError' });
  });
});

describe('training in epochs', () => {
  const network = { id: 'mf-adam', params: { factors: 4, epochs: 3, batch: 64 } };
  beforeEach(() => store.datasets.put(dataset));

  it('keeps a checkpoint of every epoch until the model is done', async () => {
    const kept: number[] = [];
    const listed: Promise<unknown>[] = [];
    const model = await api.fit(dataset.id, network, 1, never, ({ epoch, checkpoint }) => {
      expect(checkpoint).toBeUndefined();
      if (!epoch) return;
      listed.push(store.checkpoints.list(dataset.id).then(([{ epochs }]) => kept.push(epochs!.length)));
    });
    await Promise.all(listed);
    expect(kept).toEqual([1, 2, 3]);
    expect(await store.checkpoints.list(dataset.id)).toEqual([]);
    expect(await store.models.get(model.key)).toBeDefined();
  });

  it('goes on from where it was stopped, and ends with the same model', async () => {
    const whole = await api.fit(dataset.id, network, 1, never, silent);
    const expected = (await store.models.get(whole.key))!.snapshot;
    await store.models.delete(whole.key);
    const job = new AbortController();
    const stopped = api.fit(dataset.id, network, 1, job.signal, ({ epoch }) => epoch?.epoch === 2 && job.abort());
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.checkpoints.list(dataset.id)).toMatchObject([
      { key: whole.key, epochs: whole.epochs!.slice(0, 2) },
    ]);
    const seen: number[] = [];
    await api.fit(dataset.id, network, 1, never, ({ epoch }) => epoch && seen.push(epoch.epoch));
    expect(seen).toEqual([3]);
    expect((await store.models.list(dataset.id))[0].epochs).toEqual(whole.epochs);
    expect((await store.models.get(whole.key))!.snapshot).toEqual(expected);
  });

  it('measures what the machine has once, and says on what it runs', async () => {
    expect((await api.tensors()).open).toBeNull();
    await api.fit(dataset.id, network, 1, never, silent);
    const { choice, open, times } = await api.tensors();
    expect(choice).toBe('auto');
    expect(open).toMatchObject({ backend: 'wasm', precision: 32, tensors: 0 });
    expect(times.webgl).toBeNull();
    expect(times.wasm).toBeGreaterThan(0);
  });

  it('runs on the backend chosen', async () => {
    await api.chooseTensors('cpu');
    await api.fit(dataset.id, network, 1, never, silent);
    expect(await api.tensors()).toMatchObject({ choice: 'cpu', open: { backend: 'cpu' } });
  });
});

describe('a lost device', () => {
  it('is replaced, and the training goes on from its last checkpoint', async () => {
    await store.datasets.put(dataset);
    const loaded: string[] = [];
    let lose: (() => void) | null = null;
    const desk = new TensorDesk(store.settings, async (backend) => {
      // A device that the test can break, computing as WebAssembly does.
      const tensors = await loadTensors('wasm');
      loaded.push(backend);
      let isLost = false;
      const lost = new Promise<never>((_, reject) => {
        lose = () => {
          isLost = true;
          reject(new LabError('BackendError', 'The context was lost.'));
        };
      });
      lost.catch(() => undefined);
      const read: typeof tensors.read = (tensor) => (isLost ? lost : tensors.read(tensor));
      return { ...tensors, read, lost, isLost: () => isLost };
    });
    const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
    const lab = { store, ...plainCompute, tensors: desk.source, compute, base: 'http://lab.test/' };
    await desk.choose('webgl');
    const epochs: number[] = [];
    const selection = { id: 'mf-adam', params: { factors: 4, epochs: 5, batch: 64 } };
    await training(lab, desk).fit(dataset.id, selection, 1, never, ({ epoch }) => {
      if (!epoch) return;
      epochs.push(epoch.epoch);
      if (epoch.epoch < 3) lose!();
    });
    expect(epochs).toEqual([1, 2, 3, 4, 5]);
    expect(loaded).toEqual(['webgl', 'webgl', 'wasm']);
  });
});

describe('evaluating', () => {
  const protocol: Protocol = {
    split: { id: 'leave-one-out', params: {} },
    metrics: ['ndcg', 'hit-rate'],
    k: 5,
    relevantFrom: null,
    seed: 1,
  };

  it('stores the run it returns', async () => {
    await store.datasets.put(dataset);
    const done: number[] = [];
    const run = await api.evaluate(dataset.id, [popularity], protocol, never, (progress) => done.push(progress.done));
    expect(run.dataset.hash).toBe(dataset.provenance.hash);
    expect(run.outcomes[0]).toMatchObject({ recommender: { id: 'popularity' }, error: null });
    expect(run.outcomes[0].results.map(({ metric }) => metric)).toEqual(['ndcg', 'hit-rate']);
    expect(await store.runs.list(dataset.id)).toEqual([run]);
    expect(done.every((share, i) => share >= (done[i - 1] ?? 0) && share <= 1)).toBe(true);
  });

  it('judges a file of lists by the questions of a run', async () => {
    await store.datasets.put(dataset);
    const run = await api.evaluate(dataset.id, [popularity], protocol, never, silent);
    const [, { text }] = trecFiles(run, ['Ours'], dataset.items.ids);
    const outcome = await api.judgeLists(run, new File([text], 'ours.run'), never);
    expect(outcome).toMatchObject({ label: 'ours', elsewhere: { file: 'ours.run', unknown: 0 } });
    expect(outcome.results).toEqual(run.outcomes[0].results);
    expect(structuredClone(outcome)).toEqual(outcome);
    expect(await api.trainingPart(run)).toMatch(/^user,item,value/);
    await expect(api.judgeLists(run, new File([''], 'empty.run'), never)).rejects.toThrow(/got an empty file/);
  });
});

describe('the notebook', () => {
  it('comes out of the worker as plain data, and is stored nowhere', async () => {
    const table = await api.reproduceNotebook(never);
    expect(structuredClone(table)).toEqual(table);
    expect(table.rows.map(({ recommender }) => recommender)).toContain('tf-idf');
    expect(await store.datasets.list()).toEqual([]);
  });

  it('stops when told to', async () => {
    await expect(api.reproduceNotebook(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
