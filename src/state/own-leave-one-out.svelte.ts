import { isError } from '../core/errors.ts';
import { meanOfOthers } from '../core/experiments/own-leave-one-out.ts';
import type { Assessed } from '../core/experiments/personal.ts';
import type { Assessment, InferenceApi, Rating } from '../rpc/lab-api.ts';
import type { Column, Columns } from './columns.svelte.ts';

/** What a recommender made of a rating of one's own that was hidden from it. */
export interface HiddenGuess extends Assessed {
  readonly item: number;
}

/** Each of one's own ratings hidden in turn: asked for on demand, worked out behind the lists. */
export class OwnLeaveOneOut {
  /** The ratings it was asked for; empty before. */
  ratings = $state.raw<readonly Rating[]>([]);
  /** How many of them are answered. */
  done = $state(0);
  running = $state(false);
  error = $state.raw<Error | null>(null);
  /** By model, in the order rated; what is answered so far. */
  #guesses = $state.raw<ReadonlyMap<string, readonly HiddenGuess[]>>(new Map());
  readonly #hide: InferenceApi['hide'];
  readonly #usual: () => number;
  #job: AbortController | null = null;

  /** `usual`: what is held against somebody's only rating, the mean of everyone's. */
  constructor(hide: InferenceApi['hide'], usual: () => number) {
    this.#hide = hide;
    this.#usual = usual;
  }

  /** Of a column as it is now; empty where it was opened or set otherwise since. */
  of({ model }: Column): readonly HiddenGuess[] {
    return (model && this.#guesses.get(model)) || [];
  }

  /** How many ratings have come, gone or changed since it was asked for. */
  changedSince(ratings: readonly Rating[]): number {
    const asked = new Map(this.ratings.map(({ item, value }) => [item, value]));
    const now = new Map(ratings.map(({ item, value }) => [item, value]));
    return new Set([...asked.keys(), ...now.keys()].filter((item) => asked.get(item) !== now.get(item))).size;
  }

  /**
   * Resolves when it is done, stopped or failed (see `error`). Asked again, it begins anew. One that is learning is left
   * out; so is, from then on, one that is closed or set otherwise meanwhile.
   */
  async start(columns: Pick<Columns, 'ready'>, ratings: readonly Rating[]): Promise<void> {
    this.clear();
    const asked = columns.ready.flatMap((column) =>
      column.model && !column.isLearning ? [{ column, model: column.model }] : [],
    );
    const unchanged = () =>
      asked.flatMap(({ column, model }) => (columns.ready.includes(column) && column.model === model ? [model] : []));
    if (asked.length === 0 || ratings.length === 0) return;
    const job = new AbortController();
    this.#job = job;
    this.ratings = ratings.map(({ item, value }) => ({ item, value }));
    this.running = true;
    try {
      // The one given last is the likeliest to be looked at, so it comes first.
      for (let hidden = ratings.length - 1; hidden >= 0;) {
        const models = unchanged();
        if (models.length === 0) return;
        try {
          const assessments = await this.#hide(models, this.ratings, hidden, job.signal);
          if (this.#job !== job) return;
          this.#note(hidden--, assessments);
        } catch (error) {
          // A model that was put away while it was asked is no failure of the others: they are asked again.
          if (unchanged().length === models.length) throw error;
        }
      }
    } catch (error) {
      if (this.#job === job && !isError(error, 'AbortError')) this.error = error as Error;
    } finally {
      if (this.#job === job) {
        this.running = false;
        this.#job = null;
      }
    }
  }

  /** What is answered by then stays. */
  stop(): void {
    this.#job?.abort();
    this.#job = null;
    this.running = false;
  }

  clear(): void {
    this.stop();
    this.ratings = [];
    this.done = 0;
    this.error = null;
    this.#guesses = new Map();
  }

  #note(hidden: number, assessments: readonly Assessment[]): void {
    const { item, value } = this.ratings[hidden];
    const usual = meanOfOthers(
      this.ratings.map((one) => one.value),
      hidden,
      this.#usual(),
    );
    const guesses = new Map(this.#guesses);
    for (const { model, rank, candidates, predicted } of assessments) {
      guesses.set(model, [{ item, value, usual, rank, candidates, predicted }, ...(guesses.get(model) ?? [])]);
    }
    this.#guesses = guesses;
    this.done++;
  }
}
