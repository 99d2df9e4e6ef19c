import type { EpochReport, FitProgress } from '../core/recommenders/recommender.ts';
import type { Column } from './columns.svelte.ts';

/** What is stored of a model that learns in epochs; of an unfinished one the last epoch, which answers like any model. */
export interface Learned {
  /** What the board asks. */
  readonly model: string;
  readonly fitSeconds: number;
  readonly epochs: readonly EpochReport[];
  readonly isFinished: boolean;
}

export interface LearningDesk {
  /** Opens what is stored of a column's model; null where nothing is. */
  find(column: Column): Promise<Learned | null>;
  /** Trains from there to the end. Each epoch that is reported can be opened. */
  train(column: Column, signal: AbortSignal, report: (progress: FitProgress) => void): Promise<Learned>;
  /** Opens an epoch of a training under way, and resolves to what the board asks. */
  openEpoch(column: Column, epoch: number): Promise<string>;
  close(model: string): void;
  /** Deletes what training could go on from. */
  forget(column: Column): Promise<void>;
}

/**
 * The columns whose models learn in epochs. They wait to be told, learn one after the other, beside the fits of the others,
 * and can be stopped at any time: at the end of every epoch what there is to lose is stored, and its list is shown.
 */
export class Trainer {
  readonly #desk: LearningDesk;
  readonly #changed: () => void;
  readonly #clock: () => number;
  #jobs = new Map<Column, AbortController>();
  #queue: Promise<void> = Promise.resolve();

  constructor(desk: LearningDesk, changed: () => void, clock: () => number) {
    this.#desk = desk;
    this.#changed = changed;
    this.#clock = clock;
  }

  /** Shows what is stored of a column's model. */
  async open(column: Column): Promise<void> {
    column.status = 'waiting';
    try {
      const learned = await this.#desk.find(column);
      if (learned) this.#show(column, learned);
      else column.status = 'idle';
    } catch (error) {
      this.#fail(column, error);
    }
    this.#changed();
  }

  /** Begins, or goes on from the last epoch; `single`: to the end of the next one. */
  train(column: Column, single = false): Promise<void> {
    if (this.#jobs.has(column)) return this.#queue;
    const job = new AbortController();
    this.#jobs.set(column, job);
    column.status = 'waiting';
    column.error = null;
    column.training!.begin();
    const run = this.#queue.then(() => this.#run(column, job, single));
    this.#queue = run;
    return run;
  }

  pause(column: Column): void {
    this.stop(column);
    column.training!.rest();
    column.status = column.training!.last ? 'paused' : 'idle';
    this.#changed();
  }

  /** Back to the beginning. */
  async discard(column: Column): Promise<void> {
    this.stop(column);
    column.training!.clear();
    this.#put(column, null);
    column.status = 'idle';
    this.#changed();
    await this.#desk.forget(column);
  }

  /** Ends its training, if there is one, and leaves the rest to the caller. */
  stop(column: Column): void {
    this.#jobs.get(column)?.abort();
    this.#jobs.delete(column);
  }

  /** Resolves when nothing is being trained or waits to be. */
  async settled(): Promise<void> {
    while (this.#jobs.size > 0) await this.#queue;
  }

  async #run(column: Column, job: AbortController, single: boolean): Promise<void> {
    const { signal } = job;
    if (signal.aborted) return;
    column.status = 'fitting';
    const report = (progress: FitProgress) => {
      if (signal.aborted) return;
      column.training!.note(progress, this.#clock());
      if (progress.epoch) void this.#showEpoch(column, progress.epoch.epoch, signal);
      if (progress.epoch && single) this.pause(column);
    };
    try {
      const learned = await this.#desk.train(column, signal, report);
      if (!signal.aborted) this.#show(column, learned);
    } catch (error) {
      if (!signal.aborted) this.#fail(column, error);
    } finally {
      if (this.#jobs.get(column) === job) this.#jobs.delete(column);
      if (!signal.aborted) this.#changed();
    }
  }

  /** Its list follows, epoch by epoch; an epoch that cannot be opened leaves the list before it. */
  async #showEpoch(column: Column, epoch: number, signal: AbortSignal): Promise<void> {
    try {
      const model = await this.#desk.openEpoch(column, epoch);
      const isOutdated =
        column.training!.last?.epoch !== epoch || column.status === 'ready' || column.status === 'idle';
      if (isOutdated || (signal.aborted && column.status !== 'paused')) return this.#desk.close(model);
      this.#put(column, model);
      this.#changed();
    } catch {
      return;
    }
  }

  #show(column: Column, { model, fitSeconds, epochs, isFinished }: Learned): void {
    column.training!.epochs = epochs;
    column.training!.batches = [];
    column.fitSeconds = fitSeconds;
    column.error = null;
    column.status = isFinished ? 'ready' : 'paused';
    this.#put(column, model);
  }

  #put(column: Column, model: string | null): void {
    const before = column.stored;
    column.stored = model;
    if (before !== null && before !== model) this.#desk.close(before);
  }

  /** The last good epoch goes on answering. */
  #fail(column: Column, error: unknown): void {
    column.error = error as Error;
    column.status = 'failed';
  }
}
