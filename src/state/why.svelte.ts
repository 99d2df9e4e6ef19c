import { abortError } from '../core/errors.ts';
import type { Given } from '../core/data/history.ts';
import type { ExplanationView, InferenceApi, Rating } from '../rpc/lab-api.ts';
import type { Column } from './columns.svelte.ts';
import { Latest } from './latest.svelte.ts';

/** The open "Why this?": one film in one column. */
export class Why {
  subject = $state.raw<{ readonly column: Column; readonly item: number } | null>(null);
  readonly answer = new Latest<ExplanationView>();
  readonly #explain: InferenceApi['explain'];
  #asked: Promise<ExplanationView | null> = Promise.resolve(null);

  constructor(explain: InferenceApi['explain']) {
    this.#explain = explain;
  }

  show(column: Column, item: number, ratings: readonly Rating[], given: Given | null = null): void {
    this.answer.clear();
    this.subject = { column, item };
    this.refresh(ratings, given);
  }

  /** The same question for a changed history. */
  refresh(ratings: readonly Rating[], given: Given | null = null): void {
    const { column, item } = this.subject ?? {};
    if (!column?.model || item === undefined) return;
    const plain = ratings.map(({ item, value }) => ({ item, value }));
    this.#asked = this.answer.ask(() => this.#explain(column.model!, plain, item, given));
  }

  /** The answer to the question last asked. Throws what kept it from being answered. */
  async answered(): Promise<ExplanationView> {
    const answer = await this.#asked;
    if (!answer) throw this.answer.error ?? abortError('The explanation');
    return answer;
  }

  close(): void {
    this.subject = null;
    this.answer.clear();
  }
}
