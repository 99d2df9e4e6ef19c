import type { Change } from '../core/ranking/changes.ts';
import { changesBetween } from '../core/ranking/changes.ts';
import type { BoardAnswer, InferenceApi, Rating } from '../rpc/lab-api.ts';
import type { Column } from './columns.svelte.ts';
import { Latest } from './latest.svelte.ts';

export interface BoardRow {
  readonly item: number;
  readonly score: number;
  /** From 1. */
  readonly rank: number;
  /** Against the list before the last act. */
  readonly change: Change;
}

export interface ColumnList {
  readonly rows: readonly BoardRow[];
  /** Of how many rows the history itself speaks; null where the model never falls back on what is popular. */
  readonly spokenFor: number | null;
  readonly error: string | null;
}

/** Every open recommender's list for the present history. */
export class Board {
  n = $state(10);
  /** By column id. A column keeps its last list until the next arrives. */
  lists = $state.raw<ReadonlyMap<string, ColumnList>>(new Map());
  /** The lists as they would be with the rating under the pointer, or null. */
  preview = $state.raw<ReadonlyMap<string, ColumnList> | null>(null);
  /** Milliseconds from the last question to its answer, on the page's clock. */
  elapsed = $state<number | null>(null);
  /** The item under the pointer or the focus, lit in every column. */
  lit = $state<number | null>(null);

  readonly #ask: InferenceApi['board'];
  readonly #clock: () => number;
  readonly #answer = new Latest<BoardAnswer>();
  readonly #previewAnswer = new Latest<BoardAnswer>();
  #running: Promise<void> = Promise.resolve();
  /** Histories the present and the previous lists belong to, to tell an act from a mere refresh. */
  #history = '';
  #before = new Map<string, readonly number[]>();

  constructor(ask: InferenceApi['board'], clock: () => number) {
    this.#ask = ask;
    this.#clock = clock;
  }

  get pending(): boolean {
    return this.#answer.pending;
  }

  get error(): Error | null {
    return this.#answer.error;
  }

  /** Asks for new lists; answers overtaken by a newer question are dropped. */
  refresh(columns: readonly Column[], ratings: readonly Rating[]): Promise<void> {
    this.#running = this.#refresh(columns, ratings);
    return this.#running;
  }

  /** Resolves when the lists reflect the latest question asked. */
  async settled(): Promise<void> {
    for (let waited: Promise<void> | null = null; waited !== this.#running;) {
      waited = this.#running;
      await waited;
    }
  }

  async showPreview(columns: readonly Column[], ratings: readonly Rating[] | null): Promise<void> {
    if (!ratings) {
      this.#previewAnswer.clear();
      // A rating that is given takes its preview back just before. The preview is what the lists are about to be, so it
      // stands until they are there: nothing is drawn twice, and no row runs back and forth.
      await Promise.resolve();
      if (!this.pending) this.preview = null;
      return;
    }
    const answer = await this.#previewAnswer.ask(() => this.#question(columns, ratings, true));
    if (answer) {
      this.preview = this.#rows(
        columns,
        answer,
        (column) => this.lists.get(column)?.rows.map(({ item }) => item) ?? [],
      );
    }
  }

  clear(): void {
    this.#answer.clear();
    this.#previewAnswer.clear();
    this.lists = new Map();
    this.preview = null;
    this.#before.clear();
    this.#history = '';
  }

  async #refresh(columns: readonly Column[], ratings: readonly Rating[]): Promise<void> {
    if (columns.length === 0) {
      this.preview = null;
      return;
    }
    const asked = this.#clock();
    const history = ratings.map(({ item, value }) => `${item}:${value}`).join(' ');
    const answer = await this.#answer.ask(() => this.#question(columns, ratings));
    if (!answer) {
      if (!this.pending) this.preview = null;
      return;
    }
    // A column that has just been fitted must not wipe the marks of the last act.
    if (history !== this.#history) {
      this.#before = new Map([...this.lists].map(([id, list]) => [id, list.rows.map(({ item }) => item)]));
      this.#history = history;
    }
    this.lists = this.#rows(columns, answer, (column) => this.#before.get(column) ?? []);
    this.preview = null;
    this.elapsed = this.#clock() - asked;
  }

  #question(columns: readonly Column[], ratings: readonly Rating[], preview = false): Promise<BoardAnswer> {
    return this.#ask({
      models: columns.map((column) => column.model!),
      ratings: ratings.map(({ item, value }) => ({ item, value })),
      n: this.n,
      preview,
    });
  }

  #rows(
    columns: readonly Column[],
    answer: BoardAnswer,
    before: (column: string) => readonly number[],
  ): Map<string, ColumnList> {
    const byModel = new Map(answer.lists.map((list) => [list.model, list]));
    return new Map(
      columns.flatMap((column) => {
        const list = byModel.get(column.model!);
        if (!list) return [];
        const changes = changesBetween(
          before(column.id),
          list.items.map(({ item }) => item),
        );
        const rows = list.items.map(({ item, score }, i) => ({ item, score, rank: i + 1, change: changes[i] }));
        return [[column.id, { rows, spokenFor: list.spokenFor, error: list.error }] as const];
      }),
    );
  }
}
