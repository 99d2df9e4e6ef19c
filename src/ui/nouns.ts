import type { Kind } from '../core/data/dataset.ts';
import type { DatasetView } from '../rpc/lab-api.ts';
import { compact } from './format.ts';

/** What the page calls things: it should not speak of films and stars where somebody sells kettles. */
export interface Nouns {
  readonly one: string;
  readonly many: string;
  /** What a person adds to their history: ratings, or acts. */
  readonly act: string;
  readonly acts: string;
}

export function nounsOf({ kinds, catalog, summary }: DatasetView): Nouns {
  const thing = kinds.some(({ id }) => id === 'purchase') ? 'product' : catalog.years ? 'film' : 'item';
  const act = summary.feedback === 'explicit' ? 'rating' : 'act';
  return { one: thing, many: `${thing}s`, act, acts: `${act}s` };
}

/** Buttons and past tenses of kinds of event; one we never heard of is called by its id. */
const verbs: Readonly<Record<string, readonly [now: string, past: string]>> = {
  purchase: ['Buy', 'bought'],
  view: ['View', 'viewed'],
  play: ['Play', 'played'],
  listen: ['Listen', 'heard'],
  click: ['Click', 'clicked'],
  like: ['Like', 'liked'],
  cart: ['To cart', 'in cart'],
  interaction: ['Choose', 'chosen'],
  event: ['Choose', 'chosen'],
};

export const verbOf = ({ id }: Pick<Kind, 'id'>): string => verbs[id]?.[0] ?? id[0].toUpperCase() + id.slice(1);
export const pastOf = ({ id }: Pick<Kind, 'id'>): string => verbs[id]?.[1] ?? id;

/** "bought 2, viewed": what was done with an item, in the order of the data set's kinds. */
export function doneInWords(kinds: readonly Kind[], amounts: Readonly<Record<string, number>>): string {
  return kinds
    .filter(({ id }) => amounts[id])
    .map((kind) => (amounts[kind.id] === 1 ? pastOf(kind) : `${pastOf(kind)} ${compact(amounts[kind.id])}`))
    .join(', ');
}
