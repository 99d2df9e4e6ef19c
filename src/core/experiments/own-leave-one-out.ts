/**
 * Leave-one-out over a single person's own ratings: each is taken away in turn, every recommender is asked with the rest,
 * and says where the hidden item would have stood. Nothing is fitted for it, since every model answers any history.
 */
import type { RatingScale } from '../data/dataset.ts';
import { queryFrom } from '../data/history.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import type { Foresight } from './personal.ts';
import { assess } from './personal.ts';

/** What one recommender made of one hidden rating. */
export interface HiddenStep {
  /** Places among the ratings and among the models. */
  readonly rating: number;
  readonly model: number;
  /** Null where the model failed; the others go on. */
  readonly foresight: Foresight | null;
}

/** One step per rating and model: all models of a rating before the next rating, the one given last first. */
export async function* hideEach(
  models: readonly FittedModel[],
  ratings: readonly { readonly item: number; readonly value: number }[],
  items: number,
  scale: RatingScale | null,
): AsyncGenerator<HiddenStep, void, void> {
  for (let rating = ratings.length - 1; rating >= 0; rating--) {
    const { item } = ratings[rating];
    const rest = queryFrom(ratings.filter((other) => other.item !== item));
    for (const [model, asked] of models.entries()) {
      const foresight = await assess(asked, rest, item, items, scale).catch(() => null);
      yield { rating, model, foresight };
    }
  }
}

/** The mean of the other ratings; `usual` where there are none. */
export function meanOfOthers(values: readonly number[], at: number, usual: number): number {
  if (values.length < 2) return usual;
  return (values.reduce((sum, value) => sum + value, 0) - values[at]) / (values.length - 1);
}
