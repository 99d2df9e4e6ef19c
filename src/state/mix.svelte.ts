import type { ParamValues } from '../core/params.ts';
import type { Combine } from '../core/ranking/blend.ts';
import { combineParam } from '../core/ranking/blend.ts';
import { spellAsked } from '../rpc/asked-model.ts';
import type { Column, ColumnStatus, RecommenderOffer } from './columns.svelte.ts';

/** How a mix of columns introduces itself where recommenders do; it is none, for it has nothing to fit. */
export const mixEntry: RecommenderOffer = {
  id: 'mix',
  label: 'Mix',
  summary: 'The other columns blended into one list, by weights you can move.',
  family: 'hybrid',
  reference: '',
  version: 1,
  needs: [],
  traits: ['personalized', 'explain'],
  params: { combine: combineParam },
};

export interface MixPart {
  readonly column: Column;
  /** 0 … 1; only the proportion matters. */
  readonly weight: number;
}

/** Other open columns in one list. It follows them: one that leaves the board leaves the mix. */
export class Mix {
  combine = $state<Combine>('rank');
  #weights = $state.raw<ReadonlyMap<Column, number>>(new Map());
  readonly #columns: () => readonly Column[];

  constructor(columns: () => readonly Column[]) {
    this.#columns = columns;
  }

  /** Every other column, those of no weight too. */
  get parts(): readonly MixPart[] {
    return this.#columns()
      .filter(({ mix }) => !mix)
      .map((column) => ({ column, weight: this.#weights.get(column) ?? 0 }));
  }

  /** Those that count: where none has any weight, all of them alike. */
  get heard(): readonly MixPart[] {
    const weighty = this.parts.filter(({ weight }) => weight > 0);
    return weighty.length ? weighty : this.parts.map(({ column }) => ({ column, weight: 1 }));
  }

  /** As a link writes it: weights by what a link calls their columns. */
  get params(): ParamValues {
    const weights = this.parts.filter(({ weight }) => weight > 0).map(({ column, weight }) => [column.link, weight]);
    return { ...(this.combine !== 'rank' && { combine: this.combine }), ...Object.fromEntries(weights) };
  }

  get status(): ColumnStatus {
    if (this.heard.some(({ column: { status } }) => status === 'waiting' || status === 'fitting')) return 'waiting';
    return this.model ? 'ready' : 'failed';
  }

  /** What the board asks; null where there is nothing to mix. One that failed is left out. */
  get model(): string | null {
    const parts = this.heard.flatMap(({ column: { model }, weight }) => (model ? [{ model, weight }] : []));
    return parts.length ? spellAsked({ combine: this.combine, parts }) : null;
  }

  get error(): Error | null {
    return this.status === 'failed' ? new Error('There is nothing to mix. Open another column beside this one.') : null;
  }

  weigh(column: Column, weight: number): void {
    this.#weights = new Map([...this.#weights, [column, weight]]);
  }

  /** The weights of a link. Answers with the names no open column has. */
  take({ combine, ...weights }: ParamValues): string[] {
    if (combine === 'rank' || combine === 'score') this.combine = combine;
    const named = Object.entries(weights).map(([name, weight]) => ({
      name,
      weight: typeof weight === 'number' ? Math.min(1, Math.max(0, weight)) : 0,
      column: this.parts.find(({ column }) => column.link === name)?.column,
    }));
    this.#weights = new Map(named.flatMap(({ column, weight }) => (column ? [[column, weight]] : [])));
    return named.flatMap(({ name, column }) => (column ? [] : [name]));
  }

  /** A column fitted anew is another one; it keeps its weight. */
  replace(before: Column, after: Column): void {
    const weight = this.#weights.get(before);
    if (weight !== undefined) this.weigh(after, weight);
  }
}
