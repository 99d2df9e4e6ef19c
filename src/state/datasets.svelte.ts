import type { DatasetSummary } from '../core/data/dataset.ts';
import type { Selection } from '../core/entry.ts';
import { isError } from '../core/errors.ts';
import type { ImportProgress } from '../core/importers/importer.ts';
import type { Inspection } from '../core/importers/inspect.ts';
import type { DatasetView, TrainingApi } from '../rpc/lab-api.ts';
import type { DatasetStore } from '../storage/store.ts';
import { Latest } from './latest.svelte.ts';

export const filmClub = 'film-club';
/** The community of the notebook, whose printed table can be computed anew. */
export const demoCommunity = 'toy';
const seed = 42;

/** The data sets at hand, the one that is open, and the way in for new ones. */
export class Datasets {
  list = $state.raw<readonly DatasetSummary[]>([]);
  view = $state.raw<DatasetView | null>(null);
  /** What is being done now, in words, or null. */
  doing = $state<string | null>(null);
  progress = $state.raw<ImportProgress | null>(null);
  error = $state.raw<Error | null>(null);
  /** Files chosen but not imported yet. */
  files = $state.raw<readonly File[]>([]);
  readonly preview = new Latest<Inspection>();

  readonly #store: DatasetStore;
  readonly #training: Pick<TrainingApi, 'generate' | 'inspect' | 'importFiles'>;
  readonly #makeRoom: () => Promise<void>;
  #job: AbortController | null = null;

  /** `makeRoom`: called before long work, so that what runs in the background may stop. */
  constructor(
    store: DatasetStore,
    training: Pick<TrainingApi, 'generate' | 'inspect' | 'importFiles'>,
    makeRoom: () => Promise<void> = async () => {},
  ) {
    this.#store = store;
    this.#training = training;
    this.#makeRoom = makeRoom;
  }

  async refresh(): Promise<void> {
    this.list = await this.#store.list();
  }

  /** Looks into the files without importing them. */
  async inspect(files: readonly File[]): Promise<Inspection | null> {
    this.error = null;
    this.files = [...files];
    return this.preview.ask(() => this.#training.inspect(this.files));
  }

  forgetFiles(): void {
    this.files = [];
    this.preview.clear();
  }

  /** Imports the files looked into. Resolves to the new data set, or null when it was cancelled or failed (see `error`). */
  async import(importer: Selection): Promise<DatasetSummary | null> {
    const files = this.files;
    const imported = await this.#do(`Importing ${files.map(({ name }) => name).join(', ')}`, (signal) =>
      this.#training.importFiles(files, importer, signal, (progress) => (this.progress = progress)),
    );
    if (imported) this.forgetFiles();
    return imported;
  }

  generate(generator: Selection, label: string): Promise<DatasetSummary | null> {
    return this.#do(`Generating ${label}`, (signal) => this.#training.generate(generator, seed, signal));
  }

  cancel(): void {
    this.#job?.abort();
  }

  async remove(id: string): Promise<void> {
    await this.#store.delete(id);
    await this.refresh();
  }

  async #do(what: string, work: (signal: AbortSignal) => Promise<DatasetSummary>): Promise<DatasetSummary | null> {
    this.cancel();
    const job = new AbortController();
    this.#job = job;
    this.doing = what;
    this.progress = null;
    this.error = null;
    try {
      await this.#makeRoom();
      const made = await work(job.signal);
      await this.refresh();
      return made;
    } catch (error) {
      if (!isError(error, 'AbortError')) this.error = error as Error;
      return null;
    } finally {
      if (this.#job === job) this.doing = null;
    }
  }
}
