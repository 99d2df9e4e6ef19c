import type { Dataset, DatasetSummary } from '../src/core/data/dataset.ts';
import { summarize } from '../src/core/data/dataset.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { buildTrainingSet } from '../src/core/data/training-set.ts';
import type { Store } from '../src/storage/store.ts';
import { noDataset } from './lab.ts';

export interface Opened {
  readonly dataset: Dataset;
  /** Built from every event, on first use. */
  readonly train: TrainingSet;
}

/** The data set worked on last stays at hand: it is usually made once, then fitted to several times. */
export class Workbench {
  readonly #store: Store;
  #last: { readonly id: string; readonly hash: string; readonly opened: Opened } | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  async put(dataset: Dataset): Promise<DatasetSummary> {
    await this.#store.datasets.put(dataset);
    const opened = this.#lay(dataset);
    // While the other worker reads it, what the first fit needs is made ready here.
    setTimeout(() => prepare(opened));
    return summarize(dataset);
  }

  /** Throws ParamError where there is no such data set. */
  async open(id: string): Promise<Opened> {
    const { hash } = await this.summaryOf(id);
    if (this.#last?.id === id && this.#last.hash === hash) return this.#last.opened;
    this.#last = null;
    const dataset = await this.#store.datasets.get(id);
    if (!dataset) throw noDataset(id);
    return this.#lay(dataset);
  }

  /** Throws ParamError where there is no such data set. */
  async summaryOf(id: string): Promise<DatasetSummary> {
    const summary = (await this.#store.datasets.list()).find((known) => known.id === id);
    if (!summary) throw noDataset(id);
    return summary;
  }

  /** The id of the data set whose contents and weights have that hash, or null. */
  async withHash(hash: string): Promise<string | null> {
    return (await this.#store.datasets.list()).find((known) => known.hash === hash)?.id ?? null;
  }

  #lay(dataset: Dataset): Opened {
    let train: TrainingSet | undefined;
    const opened = {
      dataset,
      get train() {
        return (train ??= buildTrainingSet(dataset));
      },
    };
    this.#last = { id: dataset.id, hash: dataset.provenance.hash, opened };
    return opened;
  }
}

/** What cannot be built is said by the fit that needs it. */
function prepare(opened: Opened): void {
  try {
    void opened.train;
  } catch {
    return;
  }
}
