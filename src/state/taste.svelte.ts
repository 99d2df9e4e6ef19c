import type { TasteEvent } from '../core/data/taste.ts';
import { replay } from '../core/data/taste.ts';
import type { DatasetView, Rating } from '../rpc/lab-api.ts';
import type { EventLog } from '../storage/store.ts';

export interface TimedRating extends Rating {
  /** What was done with it, by kind of event: bought 2, viewed 1. Empty for stars. */
  readonly amounts: Readonly<Record<string, number>>;
  /** Seconds since 1970. */
  readonly time: number;
}

/** The person at the keyboard: an append-only log of acts, and what follows from it. */
export class Taste {
  #events = $state.raw<readonly TasteEvent[]>([]);
  #dataset = $state.raw<DatasetView | null>(null);
  readonly #replayed = $derived(replay(this.#events));
  readonly #index = $derived(new Map(this.#dataset?.itemIds.map((id, item) => [id, item]) ?? []));

  /** In the order rated; an item rated again moves to the end. Items the data set does not have are left out. */
  readonly ratings: readonly TimedRating[] = $derived(
    this.#replayed.ratings.flatMap(({ item, value, amounts, time }) => {
      const index = this.#index.get(item);
      return index === undefined ? [] : [{ item: index, value: value + this.#weigh(amounts), amounts, time }];
    }),
  );
  /** The history slider: how many ratings count, null = all of them. */
  position = $state<number | null>(null);
  /** What the board answers to. */
  readonly shown: readonly TimedRating[] = $derived(
    this.position === null ? this.ratings : this.ratings.slice(0, this.position),
  );
  readonly #byItem = $derived(new Map(this.ratings.map((rating) => [rating.item, rating])));
  readonly canUndo: boolean = $derived(this.#replayed.canUndo);
  readonly canRedo: boolean = $derived(this.#replayed.canRedo);
  /** A rating under the pointer that has not been given yet. */
  preview = $state.raw<Rating | null>(null);
  /** Items put aside in the rate-next queue, this session. */
  skipped = $state.raw<ReadonlySet<number>>(new Set());
  /** Why the last act could not be stored; it still counts until the page closes. */
  saveError = $state.raw<Error | null>(null);

  readonly #log: EventLog;
  readonly #now: () => number;
  readonly #changed: () => void;

  constructor(log: EventLog, now: () => number, changed: () => void) {
    this.#log = log;
    this.#now = now;
    this.#changed = changed;
  }

  open(dataset: DatasetView, events: readonly TasteEvent[]): void {
    this.#dataset = dataset;
    this.#events = events;
    this.position = null;
    this.preview = null;
    this.skipped = new Set();
  }

  /** The present rating of an item, or null. */
  valueOf(item: number): number | null {
    return this.#byItem.get(item)?.value ?? null;
  }

  /** What was done with an item, by kind of event. */
  amountsOf(item: number): Readonly<Record<string, number>> {
    return this.#byItem.get(item)?.amounts ?? {};
  }

  /** What an item's value becomes when that is done with it, once more. */
  valueAfter(item: number, kind: string, amount = 1): number {
    return (this.valueOf(item) ?? 0) + this.#weigh({ [kind]: amount });
  }

  rate(item: number, value: number): Promise<void> {
    const id = this.#require().itemIds[item];
    return this.#act({ act: 'rate', item: id, value, ...this.#stamp() });
  }

  /** Buying, viewing, playing: amounts of a kind add up, and weigh what the data set's kinds weigh now. */
  act(item: number, kind: string, amount = 1): Promise<void> {
    const id = this.#require().itemIds[item];
    return this.#act({ act: 'do', item: id, kind, amount, ...this.#stamp() });
  }

  clear(item: number): Promise<void> {
    const id = this.#require().itemIds[item];
    return this.#act({ act: 'clear', item: id, ...this.#stamp() });
  }

  async undo(): Promise<void> {
    if (this.canUndo) await this.#act({ act: 'undo', ...this.#stamp() });
  }

  async redo(): Promise<void> {
    if (this.canRedo) await this.#act({ act: 'redo', ...this.#stamp() });
  }

  skip(item: number): void {
    this.skipped = new Set([...this.skipped, item]);
    this.#changed();
  }

  /** Moves the history slider; the whole history is the same as null. */
  scrub(position: number | null): void {
    this.position = position === null || position >= this.ratings.length ? null : Math.max(0, position);
    this.#changed();
  }

  /** The same data set with its kinds weighed anew; what was done stays. */
  reweigh(dataset: DatasetView): void {
    this.#dataset = dataset;
    this.preview = null;
  }

  #weigh(amounts: Readonly<Record<string, number>>): number {
    const kinds = this.#dataset?.kinds ?? [];
    return kinds.reduce((sum, { id, weight }) => sum + weight * (amounts[id] ?? 0), 0);
  }

  #require(): DatasetView {
    if (!this.#dataset) throw new Error('No data set is open yet.');
    return this.#dataset;
  }

  #stamp() {
    return { dataset: this.#require().summary.id, time: this.#now() };
  }

  /** The page changes at once; the store follows. */
  async #act(event: TasteEvent): Promise<void> {
    this.#events = [...this.#events, event];
    this.position = null;
    this.preview = null;
    this.#changed();
    try {
      await this.#log.append(event);
      this.saveError = null;
    } catch (error) {
      this.saveError = error as Error;
    }
  }
}
