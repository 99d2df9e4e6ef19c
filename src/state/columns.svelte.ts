import type { DataOf, Selection } from '../core/entry.ts';
import type { ParamValues } from '../core/params.ts';
import { paramsThatAre } from '../core/params.ts';
import type { FitProgress, Recommender } from '../core/recommenders/recommender.ts';
import { spellAsked } from '../rpc/asked-model.ts';
import { formatSelection } from './link.ts';
import { Mix, mixEntry } from './mix.svelte.ts';
import type { Trainer } from './trainer.svelte.ts';
import { Training } from './training.svelte.ts';

export type RecommenderOffer = DataOf<Recommender>;
/** idle and paused: waits for the person, who may have it trained. */
export type ColumnStatus = 'idle' | 'waiting' | 'fitting' | 'paused' | 'ready' | 'failed';

/** One recommender with one setting, or a mix of the others, side by side with them. */
export class Column {
  readonly entry: RecommenderOffer;
  readonly mix: Mix | null;
  /** Of a model that learns in epochs, when it is told to. */
  readonly training: Training | null;
  /** What the page knows it by as long as it is open: its first selection, as a link writes it. */
  readonly id: string;
  /** Only what differs from the defaults. Live ones move in place; for others the column is fitted anew, as another one. */
  params = $state.raw<ParamValues>({});
  progress = $state.raw<FitProgress | null>(null);
  /** Key of the stored model, once it is fitted, or of the last epoch of one that is still learning. */
  stored = $state<string | null>(null);
  fitSeconds = $state<number | null>(null);
  pinned = $state(false);
  #status = $state<ColumnStatus>('waiting');
  #error = $state.raw<Error | null>(null);

  constructor(
    entry: RecommenderOffer,
    params: ParamValues,
    id = formatSelection({ id: entry.id, params }),
    mix: Mix | null = null,
  ) {
    this.entry = entry;
    this.params = params;
    this.id = id;
    this.mix = mix;
    this.training = entry.family === 'neural' ? new Training() : null;
  }

  get selection(): Selection {
    return { id: this.entry.id, params: this.mix ? this.mix.params : this.params };
  }

  /** The selection as a link writes it: equal ones mean equal columns. */
  get link(): string {
    return formatSelection(this.selection);
  }

  /** Every parameter with its value, defaults included. */
  get values(): ParamValues {
    return this.mix ? { combine: this.mix.combine } : withDefaults(this.entry, this.params);
  }

  /** What the board asks, once there is something to ask. */
  get model(): string | null {
    if (this.mix) return this.mix.model;
    const live = paramsThatAre(true, this.entry.params, this.values);
    return this.stored && spellAsked({ key: this.stored, live });
  }

  get status(): ColumnStatus {
    return this.mix ? this.mix.status : this.#status;
  }

  set status(status: ColumnStatus) {
    this.#status = status;
  }

  /** Whether it can be asked for a list, be it of the last epoch. */
  get canAnswer(): boolean {
    return this.status === 'ready' || (this.training !== null && this.model !== null);
  }

  /** Its model is another one with every epoch. */
  get isLearning(): boolean {
    return this.training !== null && (this.status === 'waiting' || this.status === 'fitting');
  }

  get error(): Error | null {
    return this.mix ? this.mix.error : this.#error;
  }

  set error(error: Error | null) {
    this.#error = error;
  }
}

/** Makes a column's model available to the board; called once at a time. Resolves to the stored model. */
export type Prepare = (column: Column, signal: AbortSignal) => Promise<{ key: string; fitSeconds: number }>;

export const defaultColumns = ['popularity', 'tf-idf', 'co-visitation', 'user-knn', 'item-knn', 'als'];
/** Where there are purchases and views instead of ratings. */
export const shopColumns = ['popularity', 'item-cf', 'co-visitation', 'tf-idf', 'user-knn', 'als'];

export class Columns {
  all = $state.raw<readonly Column[]>([]);
  /** Those that can be asked. */
  readonly ready: readonly Column[] = $derived(this.all.filter(({ canAnswer }) => canAnswer));
  /** Recommenders, which can be measured; a mix is none. */
  readonly recommenders: readonly Column[] = $derived(this.all.filter(({ mix }) => !mix));
  /** Whether lists are on their way; a training takes its time, and its lists come as it goes. */
  readonly busy: boolean = $derived(
    this.all.some(({ status, training }) => !training && (status === 'waiting' || status === 'fitting')),
  );
  offer = $state.raw<readonly RecommenderOffer[]>([]);

  readonly #prepare: Prepare;
  readonly #changed: () => void;
  readonly #closed: (column: Column) => void;
  readonly #moved: () => void;
  readonly #trainer: Trainer | null;
  #jobs = new Map<Column, AbortController>();
  #queue: Promise<void> = Promise.resolve();

  /** `closed`: its model is needed no more. `moved`: live values did, and may again at the next frame. */
  constructor(
    prepare: Prepare,
    changed: () => void,
    closed: (column: Column) => void,
    moved = changed,
    trainer: Trainer | null = null,
  ) {
    this.#prepare = prepare;
    this.#changed = changed;
    this.#closed = closed;
    this.#moved = moved;
    this.#trainer = trainer;
  }

  /** Shows these recommenders and no others. Unknown ids come back as sentences. */
  open(selections: readonly Selection[]): string[] {
    for (const column of this.all) this.#drop(column);
    const problems: string[] = [];
    const mixes: { mix: Mix; params: ParamValues }[] = [];
    for (const { id, params } of selections) {
      if (id === mixEntry.id) mixes.push({ mix: this.#addMix().mix!, params });
      else if (this.offer.some((entry) => entry.id === id)) this.add(id, params);
      else problems.push(`There is no recommender "${id}". It was left out.`);
    }
    // What a mix is made of may stand behind it.
    for (const { mix, params } of mixes) {
      const unknown = mix.take(params);
      problems.push(...unknown.map((name) => `The mix asks for "${name}", which is not open. It was left out.`));
    }
    return problems;
  }

  add(id: string, params: ParamValues = {}, at = this.all.length): Column | null {
    if (id === mixEntry.id) return this.mix(params);
    const entry = this.offer.find((known) => known.id === id);
    if (!entry) return null;
    const chosen = withoutDefaults(entry, params);
    const link = formatSelection({ id, params: chosen });
    const twin = this.all.find((open) => open.link === link);
    if (twin) return twin;
    const column = new Column(entry, chosen, this.#unused(link));
    this.all = [...this.all.slice(0, at), column, ...this.all.slice(at)];
    void this.#fit(column);
    return column;
  }

  /** A mix of the other columns, by weights as a link writes them; all alike where none is given. */
  mix(params: ParamValues = {}): Column {
    const column = this.#addMix();
    column.mix!.take(params);
    this.#changed();
    return column;
  }

  remove(column: Column): void {
    this.#drop(column);
    this.#changed();
  }

  /** The same recommender with other settings, in the same place; the same column where only live ones differ. */
  change(column: Column, params: ParamValues): Column | null {
    const fixed = (values: ParamValues) =>
      JSON.stringify(paramsThatAre(false, column.entry.params, withoutDefaults(column.entry, values)));
    if (fixed(params) === fixed(column.params)) return this.tune(column, params);
    const at = this.all.indexOf(column);
    const mixes = this.all.flatMap(({ mix }) => mix ?? []);
    this.#drop(column);
    const changed = this.add(column.entry.id, params, at);
    if (changed) {
      changed.pinned = column.pinned;
      for (const mix of mixes) mix.replace(column, changed);
    }
    return changed;
  }

  /** Other values of live parameters: nothing is fitted, and the lists follow at once. The others stay as they are. */
  tune(column: Column, params: ParamValues): Column {
    const { params: specs } = column.entry;
    const live = paramsThatAre(true, specs, params);
    if (column.mix) column.mix.take({ ...column.mix.params, ...live });
    else column.params = withoutDefaults(column.entry, { ...column.params, ...live });
    this.#moved();
    return column;
  }

  /** How much a column counts in a mix, 0 … 1. */
  weigh(mix: Mix, column: Column, weight: number): void {
    mix.weigh(column, weight);
    this.#moved();
  }

  move(column: Column, to: number): void {
    const others = this.all.filter((open) => open !== column);
    this.all = [...others.slice(0, to), column, ...others.slice(to)];
    this.#changed();
  }

  /** Fits every column again, to data that have changed. */
  refit(): void {
    for (const column of this.all) {
      if (column.mix) continue;
      this.#stop(column);
      void this.#fit(column);
    }
  }

  retry(column: Column): void {
    if (column.mix) return this.#changed();
    if (column.training) return this.train(column);
    void this.#fit(column);
  }

  /** Has a model learn, or go on learning; `single`: one epoch. */
  train(column: Column, single = false): void {
    void this.#trainer?.train(column, single);
  }

  /** Stops after the epoch that is stored. */
  pause(column: Column): void {
    this.#trainer?.pause(column);
  }

  /** Forgets what was learned so far. */
  discard(column: Column): void {
    void this.#trainer?.discard(column);
  }

  pin(column: Column, pinned: boolean): void {
    column.pinned = pinned;
    if (pinned) this.move(column, 0);
  }

  /** Resolves when no column waits or fits any more. */
  async settled(): Promise<void> {
    while (this.busy) await this.#queue;
  }

  #addMix(): Column {
    const column = new Column(mixEntry, {}, this.#unused(mixEntry.id), new Mix(() => this.all));
    this.all = [...this.all, column];
    return column;
  }

  /** Two columns may have begun alike, and only one stayed so. */
  #unused(link: string): string {
    let id = link;
    for (let n = 2; this.all.some((open) => open.id === id); n++) id = `${link}#${n}`;
    return id;
  }

  #drop(column: Column): void {
    this.all = this.all.filter((open) => open !== column);
    this.#stop(column);
  }

  /** Columns that differ in live values only share a model. */
  #stop(column: Column): void {
    this.#jobs.get(column)?.abort();
    this.#jobs.delete(column);
    this.#trainer?.stop(column);
    const isShared =
      column.stored !== null && this.all.some((open) => open !== column && open.stored === column.stored);
    if (!isShared) this.#closed(column);
  }

  #fit(column: Column): Promise<void> {
    column.stored = null;
    column.error = null;
    if (column.training && this.#trainer) return this.#trainer.open(column);
    const job = new AbortController();
    this.#jobs.set(column, job);
    column.status = 'waiting';
    this.#queue = this.#queue.then(() => this.#run(column, job.signal));
    return this.#queue;
  }

  async #run(column: Column, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    column.status = 'fitting';
    try {
      const { key, fitSeconds } = await this.#prepare(column, signal);
      if (signal.aborted) return;
      column.stored = key;
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
