/**
 * Leave-one-out over a single person's own ratings: each is taken away in turn, every recommender is asked with the rest,
 * and says where the hidden item would have stood. Nothing is fitted for it, since every model answers any history.
 */
import type { RatingScale } from '../data/dataset.ts';
import { queryFrom } from '../data/history.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import type { Foresight } from './personal.ts';
import { assess } from './personal.ts';

/**
 * Asks every model for one of the ratings with the others alone; null where a model failed, and the others go on. Yields
 * the share done after each model, so that a thread can turn to something else in between.
 */
export async function* hideRating(
  models: readonly FittedModel[],
  ratings: readonly { readonly item: number; readonly value: number }[],
  hidden: number,
  items: number,
  scale: RatingScale | null,
): AsyncGenerator<number, (Foresight | null)[], void> {
  const { item } = ratings[hidden];
  const rest = queryFrom(ratings.filter((other) => other.item !== item));
  const foresights: (Foresight | null)[] = [];
  for (const model of models) {
    foresights.push(await assess(model, rest, item, items, scale).catch(() => null));
    yield foresights.length / models.length;
  }
  return foresights;
}

/** The mean of the other ratings; `usual` where there are none. */
export function meanOfOthers(values: readonly number[], at: number, usual: number): number {
  if (values.length < 2) return usual;
  return (values.reduce((sum, value) => sum + value, 0) - values[at]) / (values.length - 1);
}
