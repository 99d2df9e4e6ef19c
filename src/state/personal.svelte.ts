import { mean } from '../core/math/statistics.ts';
import type { Assessed } from '../core/experiments/personal.ts';
import type { Assessment, InferenceApi, Rating } from '../rpc/lab-api.ts';
import type { Column } from './columns.svelte.ts';

export interface Guess extends Assessed {
  readonly item: number;
}

/** Ratings older than this many are not assessed any more: the recent ones tell who knows you now. */
const memory = 50;

/** Predict, then learn: what each recommender said of every rated item before it was rated. */
export class Personal {
  /** By column id, in the order rated. */
  guesses = $state.raw<ReadonlyMap<string, readonly Guess[]>>(new Map());
  readonly #assess: InferenceApi['assess'];
  readonly #usual: () => number;
  /** Answers by model and by everything that led up to them, so that undo and a new column cost nothing twice. */
  readonly #known = new Map<string, Assessment>();
  #generation = 0;

  /** `usual`: what is held against somebody's first rating, the mean of everyone's. */
  constructor(assess: InferenceApi['assess'], usual: () => number) {
    this.#assess = assess;
    this.#usual = usual;
  }

  clear(): void {
    this.#generation++;
    this.#known.clear();
    this.guesses = new Map();
  }

  /** Fills in what is missing, newest first known; a newer call ends an older one. */
  async refresh(columns: readonly Column[], ratings: readonly Rating[]): Promise<void> {
    const generation = ++this.#generation;
    const models = columns.map((column) => column.model!);
    const from = Math.max(0, ratings.length - memory);
    let lead = ratings.slice(0, from).map(spell).join(' ');
    const keys: string[] = [];
    for (let i = from; i < ratings.length; i++) keys.push((lead = `${lead} ${spell(ratings[i])}`));

    // The newest rating is the one being looked at, so it is assessed first; usually it is all that is missing.
    let isShown = false;
    for (let i = ratings.length - 1; i >= from; i--) {
      const key = keys[i - from];
      const missing = models.filter((model) => !this.#known.has(`${model}|${key}`));
      if (missing.length) {
        const answers = await this.#assess(missing, ratings.slice(0, i).map(plain), plain(ratings[i]));
        for (const answer of answers) this.#known.set(`${answer.model}|${key}`, answer);
        if (generation !== this.#generation) return;
        isShown = false;
      }
      if (i === ratings.length - 1) {
        this.#show(columns, ratings, keys, from);
        isShown = true;
      }
    }
    if (!isShown) this.#show(columns, ratings, keys, from);
  }

  #show(columns: readonly Column[], ratings: readonly Rating[], keys: readonly string[], from: number): void {
    const values = ratings.map(({ value }) => value);
    const usual = keys.map((_, i) => (from + i > 0 ? mean(values.slice(0, from + i)) : this.#usual()));
    this.guesses = new Map(
      columns.map((column) => [
        column.id,
        keys.flatMap((key, i) => {
          const known = this.#known.get(`${column.model}|${key}`);
          const { item, value } = ratings[from + i];
          if (!known) return [];
          const { rank, candidates, predicted } = known;
          return [{ item, value, usual: usual[i], rank, candidates, predicted }];
        }),
      ]),
    );
  }
}

const spell = ({ item, value }: Rating) => `${item}:${value}`;
const plain = ({ item, value }: Rating): Rating => ({ item, value });
