import type { SparseRow } from './csr.ts';
import { compactValues, emptyRow } from './csr.ts';

/** Whom to score for. */
export interface Query {
  /** Null for someone the model was not fitted on, such as the person at the keyboard. */
  readonly user: number | null;
  /** What they did, in the data set's own units. */
  readonly history: SparseRow;
  /** The item they acted on last, or null for an empty history. */
  readonly last: number | null;
  /** The item they are looking at; experiments/given.ts settles what it does. Models need not know. */
  readonly given?: Given | null;
}

/** "Given this item", as on the page of a product. */
export interface Given {
  readonly item: number;
  /** How much likeness to it counts, in standard deviations of a person's scores. */
  readonly share: number;
}

/** The usual share, as the reference has it, and the one at which likeness decides almost alone. */
export const usualShare = 0.25;
export const mostShare = 10;

export const newcomer: Query = { user: null, history: emptyRow, last: null };

/** A query from ratings in the order they were given; a later rating of an item replaces the earlier. */
export function queryFrom(
  ratings: readonly { readonly item: number; readonly value: number }[],
  given: Given | null = null,
): Query {
  const latest = new Map(ratings.map(({ item, value }) => [item, value]));
  const items = [...latest.keys()].sort((a, b) => a - b);
  return {
    user: null,
    history: { indices: Uint32Array.from(items), values: compactValues(items.map((item) => latest.get(item)!)) },
    last: ratings.length ? ratings[ratings.length - 1].item : null,
    given,
  };
}

/** What a list leaves out, ascending: what they know, and what they are looking at. */
export function leftOut({ history: { indices }, given }: Query): Uint32Array {
  if (!given || indices.includes(given.item)) return indices;
  return Uint32Array.from([...indices, given.item]).sort();
}
