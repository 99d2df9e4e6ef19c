/** What a run says of one of its people, and whom to look at first: nothing is computed anew. */
import { mean } from '../math/statistics.ts';
import type { KeptLists } from './kept-lists.ts';
import { listOf } from './kept-lists.ts';
import type { Outcome, Run } from './protocol.ts';

/** One recommender's part in it. */
export interface Served {
  readonly outcome: Outcome;
  /** Best first, and longer than the lists judged; null where it was not kept. */
  readonly list: readonly number[] | null;
}

/** Whether the run kept what a page about a person is made of. */
export const hasPeople = ({ userIds, relevant, outcomes }: Run): boolean =>
  userIds !== undefined && relevant !== undefined && outcomes.some(({ details }) => details);

/** Of the person at that place among the run's users; outcomes in the run's order, those that failed left out. */
export const servedBy = ({ outcomes }: Run, place: number): Served[] =>
  outcomes
    .filter(({ error }) => error === null)
    .map((outcome) => ({ outcome, list: listAt(outcome.details?.lists, place) }));

const listAt = (lists: KeptLists | undefined, place: number) => (lists ? Array.from(listOf(lists, place)) : null);

/** From 1; null where the item is not in the list, which need not mean that it had no rank. */
export const rankIn = (list: readonly number[], item: number): number | null => {
  const at = list.indexOf(item);
  return at < 0 ? null : at + 1;
};

/** That person's own value; NaN where there is none. */
export const valueAt = ({ results }: Outcome, metric: string, place: number): number =>
  results.find((one) => one.metric === metric)?.perUser?.[place] ?? NaN;

/** By what a run's people stand in a row. */
export type PeopleOrder =
  | { readonly by: 'data' }
  /** The largest difference between any two recommenders first. */
  | { readonly by: 'difference' }
  /** Whom this recommender serves worst first, and of those whom the others serve best. */
  | { readonly by: 'worst'; readonly outcome: Outcome };

/** Places among the run's users, by their values on a metric; who has none on it comes last. */
export function peopleInOrder(
  run: Run,
  metric: string,
  direction: 'higher' | 'lower',
  order: PeopleOrder,
): readonly number[] {
  const places = Array.from(run.users, (_, place) => place);
  if (order.by === 'data') return places;
  const sign = direction === 'higher' ? 1 : -1;
  const valuesOf = (place: number, outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => sign * valueAt(outcome, metric, place)).filter((value) => !Number.isNaN(value));
  const keys = places.map((place): readonly [number, number] => {
    if (order.by === 'difference') {
      const values = valuesOf(place, run.outcomes);
      return [values.length > 1 ? Math.min(...values) - Math.max(...values) : NaN, 0];
    }
    const others = run.outcomes.filter((one) => one !== order.outcome);
    return [sign * valueAt(order.outcome, metric, place), -(mean(valuesOf(place, others)) || 0)];
  });
  const last = (value: number) => (Number.isNaN(value) ? Infinity : value);
  return places.sort((a, b) => compare(last(keys[a][0]), last(keys[b][0])) || compare(keys[a][1], keys[b][1]) || a - b);
}

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
