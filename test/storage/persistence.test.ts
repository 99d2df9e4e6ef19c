import { afterEach, describe, expect, it, vi } from 'vitest';
import { askToPersist, storageState } from '../../src/storage/persistence.ts';

const browser = (storage: object | undefined) => vi.stubGlobal('navigator', { storage });
afterEach(() => vi.unstubAllGlobals());

describe('the state of storage', () => {
  it('is what the browser says', async () => {
    browser({
      estimate: async () => ({ usage: 5, quota: 100 }),
      persisted: async () => true,
      persist: async () => true,
    });
    expect(await storageState({ kind: 'indexeddb' })).toEqual({
      kind: 'indexeddb',
      usage: 5,
      quota: 100,
      persisted: true,
    });
    expect(await askToPersist()).toBe(true);
  });

  it.each([
    ['has no storage manager', undefined],
    ['has half of one', { estimate: async () => ({}) }],
    [
      'refuses to tell',
      {
        estimate: async () => Promise.reject(new TypeError('refused')),
        persisted: async () => Promise.reject(new TypeError('refused')),
        persist: async () => Promise.reject(new TypeError('refused')),
      },
    ],
  ])('is unknown, and no promise, where the browser %s', async (_, storage) => {
    browser(storage);
    expect(await storageState({ kind: 'memory' })).toEqual({
      kind: 'memory',
      usage: null,
      quota: null,
      persisted: false,
    });
    expect(await askToPersist()).toBe(false);
  });
});
