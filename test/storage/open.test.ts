import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isError } from '../../src/core/errors.ts';
import { openSavedStore, openStore } from '../../src/storage/open.ts';
import type { Upgrade } from '../../src/storage/schema.ts';
import { upgrades } from '../../src/storage/schema.ts';
import { films, modelOf } from './store-contract.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const another: Upgrade = (database) => {
  database.createObjectStore('later' as never);
};

describe('opening', () => {
  it('finds again what an earlier visit left', async () => {
    const first = await openStore({ name: 'again' });
    expect(first.kind).toBe('indexeddb');
    await first.datasets.put(films);
    expect(await (await openStore({ name: 'again' })).datasets.get('films')).toEqual(films);
  });

  it('falls back to memory where there is no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const store = await openStore({ name: 'none' });
    expect(store.kind).toBe('memory');
    await store.datasets.put(films);
    expect(await store.datasets.list()).toHaveLength(1);
  });

  it.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
    'falls back to memory where it is refused: %s',
    async (name) => {
      vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('refused', name);
      });
      expect((await openStore({ name: 'refused' })).kind).toBe('memory');
      await expect(openSavedStore({ name: 'refused' })).rejects.toThrow('refused');
    },
  );
});

describe('upgrades', () => {
  /** Version 1 as it was published, written without our code, so that no later edit of step 1 goes unnoticed. */
  async function leaveVersion1(name: string): Promise<void> {
    const old = await openDB(name, 1, {
      upgrade(database) {
        database.createObjectStore('events', { autoIncrement: true }).createIndex('dataset', 'dataset');
        database.createObjectStore('datasets', { keyPath: 'id' });
        database.createObjectStore('dataset-bodies', { keyPath: 'id' });
        database.createObjectStore('models', { keyPath: 'key' }).createIndex('dataset', 'dataset');
        database.createObjectStore('model-snapshots');
        database.createObjectStore('runs', { keyPath: 'id' }).createIndex('dataset', ['dataset.id', 'createdAt']);
        database.createObjectStore('settings');
      },
    });
    const { snapshot, ...summary } = modelOf('a', 'films');
    await old.add('events', { dataset: 'films', time: 1, act: 'rate', item: 'Alien', value: 5 });
    await old.put('models', summary);
    await old.put('model-snapshots', snapshot, 'a');
    await old.put('dataset-bodies', films);
    await old.put('settings', 'dark', 'theme');
    old.close();
  }

  it.each([
    ['the present version', upgrades],
    ['a version yet to come', [...upgrades, another]],
  ])('bring what version 1 left into %s', async (_, steps) => {
    const name = `left by 1, opened by ${steps.length}`;
    await leaveVersion1(name);
    const store = await openSavedStore({ name, upgrades: steps });
    expect(await store.models.get('a')).toEqual(modelOf('a', 'films'));
    expect(await store.datasets.get('films')).toEqual(films);
    expect(await store.events.of('films')).toHaveLength(1);
    expect(await store.settings.get('theme')).toBe('dark');
  });

  it('let an older tab close by itself, which then says to reload', async () => {
    const older = await openSavedStore({ name: 'two tabs' });
    const newer = await openSavedStore({ name: 'two tabs', upgrades: [...upgrades, another] });
    await newer.settings.put('theme', 'dark');
    const error = await older.settings.get('theme').catch((error: unknown) => error);
    expect(isError(error, 'BackendError')).toBe(true);
    expect(String(error)).toContain('Reload this page');
  });

  it('say which tab is in the way when one does not close', async () => {
    const stuck = await openDB('stuck', 1);
    const opening = openStore({ name: 'stuck', upgrades: [...upgrades, another] });
    const error = await opening.catch((error: unknown) => error);
    expect(isError(error, 'BackendError')).toBe(true);
    expect(String(error)).toContain('Close the other tabs');
    stuck.close();
  }, 10_000);

  it('refuse to open what a newer version wrote', async () => {
    await openSavedStore({ name: 'newer', upgrades: [...upgrades, another] });
    await expect(openStore({ name: 'newer' })).rejects.toMatchObject({ name: 'BackendError' });
  });
});

describe('a full disk', () => {
  const full = () => new DOMException('The disk is full.', 'QuotaExceededError');

  it('is a QuotaError when the write is refused', async () => {
    const store = await openSavedStore({ name: 'full at once' });
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full();
    });
    await expect(store.datasets.put(films)).rejects.toMatchObject({ name: 'QuotaError' });
  });

  it('is a QuotaError when it shows at the end, and nothing of that write is kept', async () => {
    const store = await openSavedStore({ name: 'full at last' });
    await store.models.put(modelOf('kept', 'films'));
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args as [unknown]);
      // As the browser does it: requests succeed, then the commit fails.
      vi.spyOn(this.transaction, 'error', 'get').mockReturnValue(full());
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    });
    await expect(store.models.put(modelOf('lost', 'films'))).rejects.toMatchObject({ name: 'QuotaError' });
    vi.restoreAllMocks();
    expect((await store.models.list('films')).map(({ key }) => key)).toEqual(['kept']);
  });
});

describe('a connection that ends', () => {
  it('is made again when the browser dropped it', async () => {
    const open = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const store = await openSavedStore({ name: 'dropped' });
    await store.settings.put('theme', 'dark');
    forceCloseDatabase(open.mock.contexts[0] as never);
    await new Promise((resolve) => setTimeout(resolve));
    expect(await store.settings.get('theme')).toBe('dark');
  });

  it('says to reload when the database was deleted under it', async () => {
    const store = await openSavedStore({ name: 'deleted' });
    await deleteDB('deleted');
    await expect(store.settings.get('theme')).rejects.toMatchObject({ name: 'BackendError' });
  });
});
