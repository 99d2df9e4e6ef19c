import type { InferenceApi } from '../rpc/lab-api.ts';
import { Latest } from './latest.svelte.ts';

/** Finding an item by its words, as one types. */
export class Search {
  query = $state('');
  readonly found = new Latest<readonly number[]>();
  readonly #search: InferenceApi['search'];

  constructor(search: InferenceApi['search']) {
    this.#search = search;
  }

  async ask(query: string, n = 8): Promise<void> {
    this.query = query;
    await this.found.ask(() => this.#search(query, n));
  }

  clear(): void {
    this.query = '';
    this.found.clear();
  }
}
