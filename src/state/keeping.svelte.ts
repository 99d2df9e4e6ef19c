import type { StorageState } from '../storage/persistence.ts';
import { askToPersist, storageState } from '../storage/persistence.ts';
import type { Store } from '../storage/store.ts';

/** A browser may clear what it has not promised to keep; it is asked once there is something worth keeping. */
const worthKeeping = 5;

/** How, and how safely, things are kept on this device. */
export class Keeping {
  state = $state.raw<StorageState | null>(null);
  readonly #store: Store;
  #asked = false;

  constructor(store: Store) {
    this.#store = store;
  }

  async refresh(): Promise<void> {
    this.state = await storageState(this.#store);
  }

  async persist(): Promise<void> {
    this.#asked = true;
    await askToPersist();
    await this.refresh();
  }

  async noteRatings(count: number): Promise<void> {
    if (count < worthKeeping || this.#asked || this.#store.kind === 'memory') return;
    this.#asked = true;
    if (!(await storageState(this.#store)).persisted) await this.persist();
  }
}
