import { afterEach, describe, expect, it, vi } from 'vitest';
import { abortError, LabError } from '../../src/core/errors.ts';
import type { ConnectOptions, Connection } from '../../src/rpc/connect.ts';
import { connect } from '../../src/rpc/connect.ts';
import type { LabWorker } from '../../src/rpc/lab-api.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { PretendedThread } from './pretended-thread.ts';
import { compute, pretendThread } from './pretended-thread.ts';

const popularity = { id: 'popularity', params: {} };
const fitted = { key: 'k', dataset: 'films', recommender: popularity } as never;
const start = { store: null, threads: 1, base: 'http://lab.test/' };
const never = new AbortController().signal;
const silent = () => {};
const forEver = () => new Promise<never>(() => {});
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(abortError())));

let open: Connection[] = [];
let threads: PretendedThread[] = [];
afterEach(() => {
  for (const connection of open) connection.terminate();
  open = [];
  threads = [];
});

function connected(api: Partial<LabWorker>, options: ConnectOptions = {}, store = start.store): Connection {
  const spawn = () => {
    const thread = pretendThread(api);
    threads.push(thread);
    return thread;
  };
  const connection = connect(spawn, { ...start, store }, options);
  open.push(connection);
  return connection;
}

describe('a call', () => {
  it('starts the worker first, and brings arguments there and answers back', async () => {
    const order: unknown[] = [];
    const { api, started } = connected({
      start: async ({ lifeline: _, ...options }, store) => (order.push(['start', options, store]), compute),
      search: async (query, n) => (order.push(['search', query, n]), [3, 1]),
    });
    expect(await api.search('alien', 2)).toEqual([3, 1]);
    expect(await started()).toEqual(compute);
    expect(order).toEqual([
      ['start', { threads: 1, base: 'http://lab.test/' }, null],
      ['search', 'alien', 2],
    ]);
  });

  it('rejects with the error thrown over there, ours under its own class', async () => {
    const thrown = new LabError('ParamError', 'Expected a number.');
    const { api } = connected({
      search: async () => Promise.reject(thrown),
      offer: async () => Promise.reject(new TypeError('no such thing')),
    });
    const error = await api.search('', 1).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ name: 'ParamError', message: 'Expected a number.', stack: thrown.stack });
    await expect(api.offer()).rejects.toMatchObject({ name: 'TypeError', message: 'no such thing' });
  });

  it('rejects, rather than waiting, when an argument cannot be posted', async () => {
    const { api } = connected({ search: async () => [] });
    await expect(api.search(Symbol('query') as never, 1)).rejects.toMatchObject({ name: 'DataCloneError' });
  });
});

describe('reports', () => {
  it('arrive, in order, no more than thirty a second, and none after the call', async () => {
    const seen: number[] = [];
    let sayMore = silent;
    const { api } = connected({
      async fit(_dataset, _recommender, _seed, _signal, report) {
        for (let step = 1; step <= 1000; step++) report({ step, steps: 1000 });
        await new Promise((resolve) => setTimeout(resolve, 60));
        report({ step: 1001, steps: 1000 });
        await new Promise((resolve) => setTimeout(resolve, 60));
        sayMore = () => report({ step: 1002, steps: 1000 });
        return fitted;
      },
    });
    expect(await api.fit('films', popularity, 1, never, ({ step }) => seen.push(step))).toEqual(fitted);
    sayMore();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen).toEqual([1, 1001]);
  });
});

describe('aborting', () => {
  it('reaches the worker as a signal, and the call rejects with AbortError', async () => {
    const { api } = connected({ generate: (_generator, _seed, signal) => aborted(signal) });
    const job = new AbortController();
    const call = api.generate(popularity, 1, job.signal);
    setTimeout(() => job.abort(), 10);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(threads).toHaveLength(1);
  });

  it('before the call asks nobody', async () => {
    const generate = vi.fn();
    const { api } = connected({ generate });
    await expect(api.generate(popularity, 1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(generate).not.toHaveBeenCalled();
  });

  it('ends and replaces a worker that does not listen; its other calls reject with WorkerError', async () => {
    const { api } = connected({ generate: forEver, offer: forEver, search: async () => [7] }, { patience: 30 });
    const job = new AbortController();
    const call = api.generate(popularity, 1, job.signal);
    const other = api.offer();
    setTimeout(() => job.abort(), 10);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect(other).rejects.toMatchObject({ name: 'WorkerError' });
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(await api.search('', 1)).toEqual([7]);
    expect(threads).toHaveLength(2);
  });

  it('leaves a worker alone that settles in time', async () => {
    const { api } = connected({ generate: (_generator, _seed, signal) => aborted(signal) }, { patience: 30 });
    const job = new AbortController();
    const call = api.generate(popularity, 1, job.signal);
    setTimeout(() => job.abort(), 10);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(threads.map(({ terminated }) => terminated)).toEqual([false]);
  });
});

describe('a worker that dies', () => {
  it('rejects its open calls, and the next call starts another', async () => {
    let answer: () => Promise<number[]> = forEver;
    const { api, started } = connected({ search: () => answer() });
    await started();
    const call = api.search('alien', 1);
    setTimeout(() => threads[0].crash('out of memory'), 10);
    await expect(call).rejects.toMatchObject({
      name: 'WorkerError',
      message: expect.stringContaining('out of memory'),
    });
    answer = async () => [1];
    expect(await api.search('alien', 1)).toEqual([1]);
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it('while starting rejects the calls that wait for it, and may start better next time', async () => {
    let starts = 0;
    const { api } = connected({
      start: async () => (starts++ ? compute : Promise.reject(new LabError('BackendError', 'no kernels'))),
      search: async () => [1],
    });
    await expect(api.search('', 1)).rejects.toMatchObject({ name: 'BackendError', message: 'no kernels' });
    expect(await api.search('', 1)).toEqual([1]);
  });

  it('is revived before it gets another call', async () => {
    const order: string[] = [];
    const { api, started } = connected(
      {
        openDataset: async (id) => (order.push(`open ${id}`), {} as never),
        search: async (query) => (order.push(query), []),
      },
      { revive: (fresh) => fresh.openDataset('films') },
    );
    await started();
    threads[0].crash('gone');
    await api.search('heat', 1);
    expect(order).toEqual(['open films', 'heat']);
  });

  it('serves even where nothing could be opened again', async () => {
    const { api, started } = connected(
      { openDataset: async () => Promise.reject(new Error('deleted')), search: async () => [1] },
      { revive: (fresh) => fresh.openDataset('films') },
    );
    await started();
    threads[0].crash('gone');
    expect(await api.search('', 1)).toEqual([1]);
  });
});

describe('a connection', () => {
  it('restarts when asked to', async () => {
    const { api, started, restart } = connected({ search: forEver });
    await started();
    const call = api.search('', 1);
    const again = restart();
    await expect(call).rejects.toMatchObject({ name: 'WorkerError' });
    expect(await again).toEqual(compute);
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it('answers nothing once it is closed', async () => {
    const { api, terminate } = connected({ search: forEver });
    const call = api.search('', 1);
    terminate();
    await expect(call).rejects.toMatchObject({ name: 'WorkerError' });
    await expect(api.search('', 1)).rejects.toMatchObject({ name: 'WorkerError' });
    expect(threads).toHaveLength(1);
  });

  it('waits with the worker until the first call, if told so', async () => {
    const { api } = connected({ search: async () => [1] }, { later: true });
    expect(threads).toHaveLength(0);
    expect(await api.search('', 1)).toEqual([1]);
  });

  it('lends the store while it is in memory', async () => {
    const store = memoryStore();
    const { started } = connected(
      { start: async (_options, lent) => (await lent!.settings.put('theme', 'dark'), compute) },
      {},
      store as never,
    );
    await started();
    expect(await store.settings.get('theme')).toBe('dark');
  });
});
