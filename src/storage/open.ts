import { isError } from '../core/errors.ts';
import { LabDatabase } from './database.ts';
import { indexedStore } from './indexed-store.ts';
import { memoryStore } from './memory-store.ts';
import type { Upgrade } from './schema.ts';
import { upgrades } from './schema.ts';
import type { Store } from './store.ts';

export interface OpenOptions {
  /** Of the database: one per test, one for the app. */
  readonly name?: string;
  readonly upgrades?: readonly Upgrade[];
}

/**
 * What lasts on this device, or a store in memory where the browser refuses IndexedDB (private windows, blocked
 * cookies, no IndexedDB at all); `kind` says which. Throws BackendError where the saved data are there
 * but another tab or a newer version keeps this page from them: going on without them would look like losing them.
 */
export async function openStore(options: OpenOptions = {}): Promise<Store> {
  try {
    return await openSavedStore(options);
  } catch (error) {
    if (isError(error, 'BackendError')) throw error;
    return memoryStore();
  }
}

/** The store on disk or nothing: for a worker, whose own memory no one else would see. Throws where it is refused. */
export async function openSavedStore({
  name = 'tastelab',
  upgrades: steps = upgrades,
}: OpenOptions = {}): Promise<Store> {
  const database = new LabDatabase(name, steps);
  await database.open();
  return indexedStore(database);
}
