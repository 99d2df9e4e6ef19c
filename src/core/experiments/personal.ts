/**
 * How well a recommender foresees the person at the keyboard: before each new rating is learned from,
 * it is asked where it would have put that item and what rating it would have guessed.
 */
import type { Query } from '../data/history.ts';
import type { RatingScale } from '../data/dataset.ts';
import { rankOf } from '../ranking/top-n.ts';
import type { FittedModel } from '../recommenders/recommender.ts';

export interface Foresight {
  /** From 1 among the items not rated before; NaN where the model had nothing to say. */
  readonly rank: number;
  readonly candidates: number;
  /** Predicted rating, clipped to the scale; NaN where the model predicts none. */
  readonly predicted: number;
}

/** Predict, then learn. An item rated before is judged as if it were new. */
export async function assess(
  model: FittedModel,
  before: Query,
  item: number,
  items: number,
  scale: RatingScale | null,
): Promise<Foresight> {
  const scores = new Float64Array(items);
  const seen = before.history.indices.filter((known) => known !== item);
  await model.score(before, scores);
  const rank = rankOf(scores, item, seen);
  let predicted = NaN;
  if (model.rate) {
    model.rate(before, scores);
    predicted = scale ? Math.min(scale.max, Math.max(scale.min, scores[item])) : scores[item];
  }
  return { rank, candidates: items - seen.length, predicted };
}

/** A foresight and the rating that then came. */
export interface Assessed extends Foresight {
  readonly value: number;
}

export interface PersonalScore {
  /** Items the person liked, so that a good recommender would have listed them. */
  readonly liked: number;
  /** How many of these stood among the first k. */
  readonly hits: number;
  /** Mean over the liked: 1 at the top of all candidates, 0 at the end, 0.5 what chance gives or not scored. */
  readonly meanPercentile: number;
  /** That mean after each liked item, for a sparkline. */
  readonly running: readonly number[];
  /** Rank of the item rated last, liked or not; NaN where there is none. */
  readonly lastRank: number;
  /** In the units of the scale over every rating it had a guess for; NaN where it had none. */
  readonly rmse: number;
}

/** `likedFrom`: the value from which an item counts as liked; null where every event does. */
export function personalScore(assessed: readonly Assessed[], likedFrom: number | null, k = 10): PersonalScore {
  const liked = assessed.filter(({ value }) => likedFrom === null || value >= likedFrom);
  let sum = 0;
  const running = liked.map((one, at) => (sum += percentile(one)) / (at + 1));
  const guessed = assessed.filter(({ predicted }) => !Number.isNaN(predicted));
  const squares = guessed.reduce((total, { predicted, value }) => total + (predicted - value) ** 2, 0);
  return {
    liked: liked.length,
    hits: liked.filter(({ rank }) => rank <= k).length,
    meanPercentile: running.at(-1) ?? NaN,
    running,
    lastRank: assessed.at(-1)?.rank ?? NaN,
    rmse: Math.sqrt(squares / guessed.length),
  };
}

function percentile({ rank, candidates }: Foresight): number {
  // Who has nothing to say yet is neither right nor wrong: as good as chance.
  if (Number.isNaN(rank)) return 0.5;
  return candidates > 1 ? (candidates - rank) / (candidates - 1) : 1;
}
