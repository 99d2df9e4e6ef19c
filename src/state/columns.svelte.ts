import type { DataOf, Selection } from '../core/entry.ts';
import type { ParamValues } from '../core/params.ts';
import type { FitProgress, Recommender } from '../core/recommenders/recommender.ts';
import { formatSelection } from './link.ts';

export type RecommenderOffer = DataOf<Recommender>;
export type ColumnStatus = 'waiting' | 'fitting' | 'ready' | 'failed';

/** One recommender with one setting, side by side with the others. */
export class Column {
  readonly selection: Selection;
  readonly entry: RecommenderOffer;
  /** The selection as a link writes it: equal ids mean equal columns. */
  readonly id: string;
  status = $state<ColumnStatus>('waiting');
  progress = $state.raw<FitProgress | null>(null);
  error = $state.raw<Error | null>(null);
  /** Key of the stored model, once it is fitted. */
  model = $state<string | null>(null);
  fitSeconds = $state<number | null>(null);
  pinned = $state(false);

  constructor(entry: RecommenderOffer, params: ParamValues) {
    this.entry = entry;
    this.selection = { id: entry.id, params };
    this.id = formatSelection(this.selection);
  }

  /** Every parameter with its value, defaults included. */
  get values(): ParamValues {
    return withDefaults(this.entry, this.selection.params);
  }
}

/** Makes a column's model available to the board; called once at a time. Resolves to the stored model. */
export type Prepare = (column: Column, signal: AbortSignal) => Promise<{ key: string; fitSeconds: number }>;

export const defaultColumns = ['popularity', 'tf-idf', 'co-visitation', 'user-knn', 'item-knn', 'als'];

export class Columns {
  all = $state.raw<readonly Column[]>([]);
  readonly ready: readonly Column[] = $derived(this.all.filter((column) => column.status === 'ready'));
  readonly busy: boolean = $derived(this.all.some(({ status }) => status === 'waiting' || status === 'fitting'));
  offer = $state.raw<readonly RecommenderOffer[]>([]);

  readonly #prepare: Prepare;
  readonly #changed: () => void;
  readonly #closed: (column: Column) => void;
  #jobs = new Map<Column, AbortController>();
  #queue: Promise<void> = Promise.resolve();

  constructor(prepare: Prepare, changed: () => void, closed: (column: Column) => void) {
    this.#prepare = prepare;
    this.#changed = changed;
    this.#closed = closed;
  }

  /** Shows these recommenders and no others. Unknown ids come back as sentences. */
  open(selections: readonly Selection[]): string[] {
    for (const column of this.all) this.#stop(column);
    this.all = [];
    const problems: string[] = [];
    for (const { id, params } of selections) {
      if (this.offer.some((entry) => entry.id === id)) this.add(id, params);
      else problems.push(`There is no recommender "${id}". It was left out.`);
    }
    return problems;
  }

  add(id: string, params: ParamValues = {}, at = this.all.length): Column | null {
    const entry = this.offer.find((known) => known.id === id);
    if (!entry) return null;
    const column = new Column(entry, withoutDefaults(entry, params));
    const twin = this.all.find((open) => open.id === column.id);
    if (twin) return twin;
    this.all = [...this.all.slice(0, at), column, ...this.all.slice(at)];
    void this.#fit(column);
    return column;
  }

  remove(column: Column): void {
    this.#stop(column);
    this.all = this.all.filter((open) => open !== column);
    this.#changed();
  }

  /** The same recommender with other settings, in the same place. */
  change(column: Column, params: ParamValues): Column | null {
    const at = this.all.indexOf(column);
    this.#stop(column);
    this.all = this.all.filter((open) => open !== column);
    const changed = this.add(column.entry.id, params, at);
    if (changed) changed.pinned = column.pinned;
    return changed;
  }

  move(column: Column, to: number): void {
    const others = this.all.filter((open) => open !== column);
    this.all = [...others.slice(0, to), column, ...others.slice(to)];
    this.#changed();
  }

  /** Fits every column again, to data that have changed. */
  refit(): void {
    for (const column of this.all) {
      this.#stop(column);
      void this.#fit(column);
    }
  }

  retry(column: Column): void {
    void this.#fit(column);
  }

  pin(column: Column, pinned: boolean): void {
    column.pinned = pinned;
    if (pinned) this.move(column, 0);
  }

  /** Resolves when no column waits or fits any more. */
  async settled(): Promise<void> {
    while (this.busy) await this.#queue;
  }

  #stop(column: Column): void {
    this.#jobs.get(column)?.abort();
    this.#jobs.delete(column);
    this.#closed(column);
  }

  #fit(column: Column): Promise<void> {
    const job = new AbortController();
    this.#jobs.set(column, job);
    column.status = 'waiting';
    column.error = null;
    this.#queue = this.#queue.then(() => this.#run(column, job.signal));
    return this.#queue;
  }

  async #run(column: Column, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    column.status = 'fitting';
    try {
      const { key, fitSeconds } = await this.#prepare(column, signal);
      if (signal.aborted) return;
      column.model = key;
      column.fitSeconds = fitSeconds;
      column.progress = null;
      column.status = 'ready';
    } catch (error) {
      if (signal.aborted) return;
      column.error = error as Error;
      column.status = 'failed';
    } finally {
      if (!signal.aborted) this.#changed();
    }
  }
}

/** Every parameter with its value, as runs and models are kept. */
export function withDefaults(entry: RecommenderOffer, params: ParamValues): ParamValues {
  const defaults = Object.fromEntries(Object.entries(entry.params).map(([key, spec]) => [key, spec.default]));
  return { ...defaults, ...params };
}

/** Only what differs from the defaults, so that links and ids stay short and equal settings have equal ids. */
function withoutDefaults(entry: RecommenderOffer, params: ParamValues): ParamValues {
  return Object.fromEntries(Object.entries(params).filter(([key, value]) => entry.params[key]?.default !== value));
}
