import type { EpochReport, FitProgress } from '../core/recommenders/recommender.ts';

/** A loss as it was met, on the axis of epochs: 2.5 is the middle of the third. */
export interface LossPoint {
  readonly epoch: number;
  readonly loss: number;
}

/** How far a model is that learns in epochs, and how it has been going. */
export class Training {
  epochs = $state.raw<readonly EpochReport[]>([]);
  /** Of the present epoch: the mean of its batches so far, as batches differ more from each other than epochs do. */
  batches = $state.raw<readonly LossPoint[]>([]);
  examplesPerSecond = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  /** What the speed is measured from, and what it will be measured from next. */
  #from: Mark | null = null;
  #next: Mark | null = null;

  readonly last: EpochReport | null = $derived(this.epochs.at(-1) ?? null);

  /** Training begins, or goes on: what was measured of the speed before counts no more. */
  begin(): void {
    this.#from = null;
    this.#next = null;
    this.examplesPerSecond = null;
    this.secondsLeft = null;
    this.batches = [];
  }

  /** The unfinished epoch is learned anew when training goes on. */
  rest(): void {
    this.batches = [];
  }

  clear(): void {
    this.begin();
    this.epochs = [];
  }

  /** `now` in milliseconds from any origin. */
  note({ step, steps, loss, examples, epoch }: FitProgress, now: number): void {
    if (epoch) {
      this.epochs = [...this.epochs.filter((known) => known.epoch < epoch.epoch), epoch];
      this.batches = [];
    } else if (loss !== undefined) {
      const perEpoch = this.last ? steps / this.last.epochs : steps;
      const met = this.batches.length;
      const soFar = met ? this.batches[met - 1].loss : 0;
      this.batches = [...this.batches, { epoch: step / perEpoch, loss: soFar + (loss - soFar) / (met + 1) }];
    }
    if (examples === undefined) return;
    const mark = { at: now, step, examples };
    // The first step may have compiled programs, which says nothing of the speed.
    this.#from ??= mark;
    this.#next ??= mark;
    if (now - this.#next.at > window) [this.#from, this.#next] = [this.#next, mark];
    const seconds = (now - this.#from.at) / 1000;
    if (seconds < 0.2) return;
    this.examplesPerSecond = (examples - this.#from.examples) / seconds;
    this.secondsLeft = ((steps - step) / (step - this.#from.step)) * seconds;
  }
}

interface Mark {
  /** Milliseconds. */
  readonly at: number;
  readonly step: number;
  readonly examples: number;
}

/** The speed is that of the last one or two of these, in milliseconds: other work comes and goes. */
const window = 4000;
