import type { Change } from '../core/ranking/changes.ts';
import { changesBetween } from '../core/ranking/changes.ts';
import type { Given } from '../core/data/history.ts';
import type { BoardAnswer, BoardQuestion, InferenceApi, Rating } from '../rpc/lab-api.ts';
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
  /** Ids of the columns that can be seen: they are answered before the others. Nobody waits for a change of it. */
  readonly inView = new Set<string>();

  readonly #ask: InferenceApi['board'];
  readonly #clock: () => number;
  readonly #mayReturn: (item: number) => boolean;
  readonly #answer = new Latest<true>();
  readonly #previewAnswer = new Latest<BoardAnswer>();
  #running: Promise<void> = Promise.resolve();
  /** The last preview: a rating that is then given has been answered already. */
  #foretold: { readonly question: string; readonly answer: BoardAnswer } | null = null;
  /** What the present lists answer to, and the lists before it: to tell an act from a mere refresh. */
  #act = '';
  #before = new Map<string, readonly number[]>();

  /** `mayReturn`: whether an item of the history may be listed all the same. */
  constructor(ask: InferenceApi['board'], clock: () => number, mayReturn: (item: number) => boolean = () => false) {
    this.#ask = ask;
    this.#mayReturn = mayReturn;
    this.#clock = clock;
  }

  get pending(): boolean {
    return this.#answer.pending;
  }

  get error(): Error | null {
    return this.#answer.error;
  }

  /** Asks for new lists; answers overtaken by a newer question are dropped. */
  refresh(columns: readonly Column[], ratings: readonly Rating[], given: Given | null = null): Promise<void> {
    this.#running = this.#refresh(columns, ratings, given);
    return this.#running;
  }

  /** Resolves when the lists reflect the latest question asked. */
  async settled(): Promise<void> {
    for (let waited: Promise<void> | null = null; waited !== this.#running;) {
      waited = this.#running;
      await waited;
    }
  }

  async showPreview(
    columns: readonly Column[],
    ratings: readonly Rating[] | null,
    given: Given | null = null,
  ): Promise<void> {
    if (!ratings) {
      this.#previewAnswer.clear();
      // A rating that is given takes its preview back just before. The preview is what the lists are about to be, so it
      // stands until they are there: nothing is drawn twice, and no row runs back and forth.
      await Promise.resolve();
      if (!this.pending) this.preview = null;
      return;
    }
    const question = this.#question(columns, ratings, given);
    const answer = await this.#previewAnswer.ask(() => this.#ask({ ...question, preview: true }));
    if (answer) {
      if (answer.lists.every(({ error }) => error === null))
        this.#foretold = { question: spelled(columns, question), answer };
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
    this.#foretold = null;
    this.#before.clear();
    this.#act = '';
  }

  async #refresh(columns: readonly Column[], ratings: readonly Rating[], given: Given | null): Promise<void> {
    if (columns.length === 0) {
      this.preview = null;
      return;
    }
    const asked = this.#clock();
    const question = this.#question(columns, ratings, given);
    const known = this.#foretold?.question === spelled(columns, question) ? this.#foretold.answer : null;
    const act = JSON.stringify([question.ratings, given]);
    const groups = known ? [columns] : this.#nearestFirst(columns);
    const done = await this.#answer.ask(async (signal) => {
      for (const group of groups) {
        const answer = known ?? (await this.#ask(this.#question(group, ratings, given)));
        if (signal.aborted) break;
        this.#show(columns, group, answer, act);
        if (group === groups[0]) this.elapsed = this.#clock() - asked;
      }
      return true as const;
    });
    if (!done && !this.pending) this.preview = null;
  }

  /** The columns that can be seen, then the others. */
  #nearestFirst(columns: readonly Column[]): (readonly Column[])[] {
    const seen = columns.filter(({ id }) => this.inView.has(id));
    const others = columns.filter(({ id }) => !this.inView.has(id));
    return [seen, others].filter((group) => group.length > 0);
  }

  /** Columns not answered yet keep what they show; those that are gone are forgotten. */
  #show(columns: readonly Column[], answered: readonly Column[], answer: BoardAnswer, act: string): void {
    this.#beginAct(act);
    const fresh = this.#rows(answered, answer, (column) => this.#before.get(column) ?? []);
    this.lists = new Map(
      columns.flatMap(({ id }) => {
        const list = fresh.get(id) ?? this.lists.get(id);
        return list ? [[id, list] as const] : [];
      }),
    );
    this.preview = null;
  }

  /** A column that has just been fitted must not wipe the marks of the last act. */
  #beginAct(act: string): void {
    if (act === this.#act) return;
    this.#before = new Map([...this.lists].map(([id, list]) => [id, list.rows.map(({ item }) => item)]));
    this.#act = act;
  }

  #question(columns: readonly Column[], ratings: readonly Rating[], given: Given | null): BoardQuestion {
    const again = ratings.map(({ item }) => item).filter(this.#mayReturn);
    return {
      models: columns.map((column) => column.model!),
      ratings: ratings.map(({ item, value }) => ({ item, value })),
      ...(again.length && { again }),
      n: this.n,
      given,
    };
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
        const next: ColumnList = { rows, spokenFor: list.spokenFor, error: list.error };
        const shown = this.preview?.get(column.id) ?? this.lists.get(column.id);
        return [[column.id, shown && isEqual(shown, next) ? shown : next] as const];
      }),
    );
  }
}

/** Columns by their settings, of which a model may hear some after it was fitted. */
const spelled = (columns: readonly Column[], question: BoardQuestion) =>
  JSON.stringify([columns.map(({ id }) => id), question]);

/** Whether two lists look the same, so that the one on the screen may stay. */
const isEqual = (a: ColumnList, b: ColumnList) =>
  a.error === b.error &&
  a.spokenFor === b.spokenFor &&
  a.rows.length === b.rows.length &&
  a.rows.every(({ item, score, change }, i) => {
    const other = b.rows[i];
    return item === other.item && score === other.score && change === other.change;
  });
