import type { Selection } from '../core/entry.ts';
import { modelKey } from '../core/experiments/model-key.ts';
import { checkParams } from '../core/params.ts';
import type { FitProgress } from '../core/recommenders/recommender.ts';
import type { DatasetView, LabApi } from '../rpc/lab-api.ts';
import type { ModelFormat } from '../storage/model-format.ts';
import { formatFaces } from '../storage/model-format.ts';
import type { ModelSummary, ModelStore } from '../storage/store.ts';
import type { Column } from './columns.svelte.ts';

export interface StoredModelsParts {
  readonly store: ModelStore;
  readonly training: LabApi;
  readonly inference: LabApi;
  /** Of every fit, so that a link gives the same lists everywhere. */
  readonly seed: number;
  readonly dataset: () => DatasetView;
  /** Resolves when a fit may begin. */
  readonly whenFree: () => Promise<void>;
}

/** The fitted models kept for the open data set: one that is there is opened, any other is fitted and kept. */
export class StoredModels {
  readonly #parts: StoredModelsParts;
  /** By key, as far as this page knows. */
  #known = new Map<string, ModelSummary>();

  constructor(parts: StoredModelsParts) {
    this.#parts = parts;
  }

  /** What is kept of a data set, to be handed to `open` once that is the open one. */
  of(dataset: string): Promise<readonly ModelSummary[]> {
    return this.#parts.store.list(dataset);
  }

  open(models: readonly ModelSummary[]): void {
    this.#known = new Map(models.map((model) => [model.key, model]));
  }

  /** The stored model where there is an equal one, else a new fit; then the board may ask for it. */
  async prepare(column: Column, signal: AbortSignal): Promise<{ key: string; fitSeconds: number }> {
    const { training, inference, dataset, seed, whenFree } = this.#parts;
    const { summary } = dataset();
    const known = this.#known.get(this.keyOf(column));
    if (known && (await isDone(inference.openModel(known.key)))) return known;
    await whenFree();
    const report = (progress: FitProgress) => (column.progress = progress);
    const model = await training.fit(summary.id, column.selection, seed, signal, report);
    this.#known.set(model.key, model);
    await inference.openModel(model.key);
    return model;
  }

  /** Throws ParamError where a link gave the column values that it cannot have. */
  keyOf({ entry, selection }: { readonly entry: Column['entry']; readonly selection: Selection }): string {
    const params = checkParams(entry.params, selection.params, entry.id);
    return modelKey(this.#parts.dataset().summary.hash, entry, params, this.#parts.seed);
  }

  /** Those that are stored are read at the same time, while the columns ask for one after the other. */
  openAhead(columns: readonly Column[]): void {
    // One that cannot be opened is fitted anew, and that fit says what was wrong.
    for (const column of columns) void isDone(this.#openIfKnown(column));
  }

  async #openIfKnown(column: Column): Promise<void> {
    const key = this.keyOf(column);
    if (this.#known.has(key)) await this.#parts.inference.openModel(key);
  }

  /** A column's model as a file to keep. */
  async save(column: Column, format: ModelFormat): Promise<File> {
    const bytes = await this.#parts.training.saveModel(column.stored!, format);
    return new File([bytes], `${this.#parts.dataset().summary.id}-${column.entry.id}.${formatFaces[format].ending}`);
  }
}

const isDone = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
