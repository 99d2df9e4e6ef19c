import { cdp } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { openSavedStore, openStore } from '../../src/storage/open.ts';
import { askToPersist, storageState } from '../../src/storage/persistence.ts';
import { describeStore, films } from './store-contract.ts';

describe('a disk that is really full', () => {
  const limit = (quotaSize?: number) =>
    cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, ...(quotaSize && { quotaSize }) });
  afterEach(() => limit());

  it('refuses the write with QuotaError and keeps what was there', async () => {
    // Before the first write: the browser remembers for a while how much room it found.
    await limit(10_000_000);
    const store = await openSavedStore({ name: 'really full' });
    await store.datasets.put(films);
    const value = Float64Array.from({ length: 4_000_000 }, (_, i) => Math.sin(i));
    const heavy = { ...films, name: 'Heavy', interactions: { ...films.interactions, value } };
    await expect(store.datasets.put(heavy)).rejects.toMatchObject({ name: 'QuotaError' });
    expect(await store.datasets.get('films')).toEqual(films);
    expect((await store.datasets.list()).map(({ name }) => name)).toEqual(['Small']);
  });
});

let opened = 0;
describeStore('IndexedDB of a real browser', () => openSavedStore({ name: `contract ${opened++}` }));
describeStore('memory in a real browser', async () => memoryStore());

describe('the state of storage', () => {
  it('says what is used, what is allowed and what is promised', async () => {
    const store = await openStore({ name: 'state' });
    const state = await storageState(store);
    expect(state.kind).toBe('indexeddb');
    expect(state.quota).toBeGreaterThan(state.usage!);
    expect(await askToPersist()).toBe((await storageState(store)).persisted);
  });
});
