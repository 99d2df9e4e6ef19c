import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../src/core/data/dataset.ts';
import type { FitProgress } from '../../src/core/recommenders/recommender.ts';
import type { Connection } from '../../src/rpc/connect.ts';
import { connect } from '../../src/rpc/connect.ts';
import type { DatasetView, Rating, ScoredItem } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { openStore } from '../../src/storage/open.ts';
import type { ModelSummary, Store } from '../../src/storage/store.ts';

const never = new AbortController().signal;
const silent = () => {};
const itemsOf = (list: readonly ScoredItem[]) => list.map(({ item }) => item);
const spawn = () => new Worker(new URL('../../workers/lab.worker.ts', import.meta.url), { type: 'module' });

describe.each([
  ['with the store on disk', () => openStore()],
  ['with the store in the memory of the page', async () => memoryStore()],
])('the lab, %s', (_, open) => {
  let store: Store;
  let training: Connection;
  let inference: Connection;
  let club: DatasetSummary;
  let view: DatasetView;
  let popularity: ModelSummary;
  let als: ModelSummary;
  const reports: FitProgress[] = [];

  beforeAll(async () => {
    store = await open();
    await store.wipe();
    const start = { store, base: `${location.origin}/` };
    training = connect(spawn, { ...start, threads: 2 });
    inference = connect(spawn, { ...start, threads: 1 });
    club = await training.api.generate({ id: 'film-club', params: { members: 500 } }, 42, never);
    popularity = await training.api.fit(club.id, { id: 'popularity', params: {} }, 42, never, silent);
    als = await training.api.fit(club.id, { id: 'als', params: {} }, 42, never, (progress) => reports.push(progress));
    view = await inference.api.openDataset(club.id);
    for (const { key } of [popularity, als]) await inference.api.openModel(key);
  }, 60_000);
  afterAll(async () => {
    training.terminate();
    inference.terminate();
    await store.wipe();
  });

  const board = async (ratings: readonly Rating[], n = 10) => {
    const { lists } = await inference.api.board({ models: [popularity.key, als.key], ratings, n });
    for (const { error } of lists) expect(error).toBeNull();
    return lists.map(({ items }) => items);
  };
  /** The best known of a genre, liked very much. */
  const fansOf = (category: string): Rating[] => {
    const { names, indptr, indices } = view.catalog.categories!;
    return view.itemIds
      .map((_, item) => item)
      .filter((item) => indices.subarray(indptr[item], indptr[item + 1]).includes(names.indexOf(category)))
      .sort((a, b) => view.popularity[b] - view.popularity[a])
      .slice(0, 5)
      .map((item) => ({ item, value: view.ratingScale!.max }));
  };

  it('says how it computes', async () => {
    const compute = await training.started();
    expect(compute).toMatchObject({ backend: 'wasm', isolated: crossOriginIsolated });
    expect(compute.threads).toBe(crossOriginIsolated ? 2 : 1);
    expect(await inference.api.compute()).toMatchObject({ threads: 1 });
  });

  it('offers everything the registries hold, as plain data', async () => {
    const offer = await inference.api.offer();
    expect(offer.recommenders.map(({ id }) => id)).toEqual(expect.arrayContaining(['popularity', 'als']));
    for (const entries of Object.values(offer)) expect(entries.length).toBeGreaterThan(0);
  });

  it('leaves data set and models where page and workers find them', async () => {
    expect(await store.datasets.list()).toEqual([club]);
    expect((await store.models.list(club.id)).map(({ key }) => key).sort()).toEqual([als.key, popularity.key].sort());
    expect(view.summary).toEqual(club);
  });

  it('reports while it fits', () => {
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.every(({ step, steps }) => step >= 0 && step <= steps)).toBe(true);
  });

  it('has the popular for a newcomer, and nothing from a model that needs to know someone', async () => {
    const [popular, personal] = await board([]);
    expect(popular).toHaveLength(10);
    expect(personal).toEqual([]);
  });

  it('changes the lists with the ratings', async () => {
    const [first, second] = view.catalog.categories!.names.filter((name) => fansOf(name).length === 5);
    const everyone = itemsOf((await board([], 20))[0]);
    const personal: number[][] = [];
    for (const ratings of [fansOf(first), fansOf(second)]) {
      const rated = ratings.map(({ item }) => item);
      const [popular, mine] = (await board(ratings)).map(itemsOf);
      expect(mine).toHaveLength(10);
      expect(mine.filter((item) => rated.includes(item))).toEqual([]);
      expect(popular).toEqual(everyone.filter((item) => !rated.includes(item)).slice(0, 10));
      personal.push(mine);
    }
    expect(personal[0]).not.toEqual(personal[1]);
  });

  it('foresees, explains and finds', async () => {
    const ratings = fansOf(view.catalog.categories!.names[0]);
    const rated = ratings.map(({ item }) => item);
    const [, [first]] = await board(ratings);
    const [assessment] = await inference.api.assess([als.key], ratings, { item: first.item, value: 4 });
    expect(assessment).toMatchObject({ model: als.key, rank: 1, candidates: club.items - rated.length });
    const why = await inference.api.explain(als.key, ratings, first.item);
    expect(why.rank).toBe(1);
    expect(why.score).toBeCloseTo(first.score, 6);
    expect(why.parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(why.score, 4);
    expect(why.without.length).toBeGreaterThan(0);
    const next = await inference.api.nextToRate(ratings, [], 6);
    expect(next.filter((item) => rated.includes(item))).toEqual([]);
    const title = view.catalog.titles[first.item];
    expect((await inference.api.search(title, 5)).map((item) => view.catalog.titles[item])).toContain(title);
    expect(await inference.api.similar(als.key, first.item, 3)).toHaveLength(3);
  });

  it('fits nothing twice', async () => {
    const from = performance.now();
    expect(await training.api.fit(club.id, { id: 'als', params: {} }, 42, never, silent)).toEqual(als);
    expect(performance.now() - from).toBeLessThan(1000 * als.fitSeconds + 500);
  });

  it('is cancelled between two steps of a fit, and keeps its worker', async () => {
    const job = new AbortController();
    let cancelled = NaN;
    const fitting = training.api.fit(club.id, { id: 'als', params: { sweeps: 200 } }, 1, job.signal, () => {
      if (!job.signal.aborted) cancelled = performance.now();
      job.abort();
    });
    await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - cancelled).toBeLessThan(200);
    expect(await store.models.list(club.id)).toHaveLength(2);
  });

  it('evaluates by a protocol and keeps the run', async () => {
    const selections = [popularity.recommender, als.recommender];
    const split = { id: 'leave-one-out', params: {} };
    const protocol = { split, metrics: ['ndcg', 'coverage'], k: 10, relevantFrom: null, seed: 1 };
    const run = await training.api.evaluate(club.id, selections, protocol, never, silent);
    expect(run.outcomes.map(({ error }) => error)).toEqual([null, null]);
    const [byPopularity, byTaste] = run.outcomes.map(({ results }) => results[0].value);
    expect(byTaste).toBeGreaterThan(byPopularity);
    expect(await store.runs.list(club.id)).toEqual([run]);
  }, 30_000);

  it('answers again after its worker was replaced, once what was open is opened', async () => {
    await inference.restart();
    const question = { models: [als.key], ratings: [{ item: 0, value: 5 }], n: 3 };
    expect((await inference.api.board(question)).lists[0].error).toContain('none is');
    await inference.api.openDataset(club.id);
    await inference.api.openModel(als.key);
    expect((await inference.api.board(question)).lists[0].items).toHaveLength(3);
  });
});
