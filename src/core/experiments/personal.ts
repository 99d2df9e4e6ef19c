/**
 * How well a recommender foresees the person at the keyboard: before each new rating is learned from,
 * it is asked where it would have put that item and what rating it would have guessed.
 */
import type { Query } from '../data/history.ts';
import type { RatingScale } from '../data/dataset.ts';
import type { Interval } from '../math/bootstrap.ts';
import { holm } from '../math/holm.ts';
import { mean } from '../math/statistics.ts';
import { pairedP, runningIntervals } from '../math/student.ts';
import { rankOf } from '../ranking/top-n.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import { doubt } from './compare.ts';
import type { Protocol } from './protocol.ts';

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
  /** The mean of what the recommender was told of the person; of everyone's ratings where that was nothing. */
  readonly usual: number;
}

/** What counts as liked: a protocol's terms, so that a person is judged as the people of a run are. */
export type Liking = Pick<Protocol, 'relevantFrom' | 'aboveOwnMean'>;

export const isLiked = ({ value, usual }: Assessed, { relevantFrom, aboveOwnMean }: Liking): boolean =>
  (relevantFrom === null || value >= relevantFrom) && (!aboveOwnMean || value > usual);

export interface PersonalScore {
  /** Items the person liked, so that a good recommender would have listed them. */
  readonly liked: number;
  /** How many of these stood among the first k. */
  readonly hits: number;
  /** Of each of them: 1 at the top of all candidates, 0 at the end, 0.5 what chance gives or not scored. */
  readonly percentiles: readonly number[];
  /** Their mean. */
  readonly meanPercentile: number;
  /** 95 %, over the items liked; null for fewer than two. */
  readonly interval: Interval | null;
  /** That mean after each liked item, for a sparkline. */
  readonly running: readonly number[];
  readonly band: readonly (Interval | null)[];
  /** Rank of the item rated last, liked or not; NaN where there is none. */
  readonly lastRank: number;
  /** In the units of the scale over every rating it had a guess for; NaN where it had none. */
  readonly rmse: number;
}

export function personalScore(assessed: readonly Assessed[], liking: Liking, k = 10): PersonalScore {
  const liked = assessed.filter((one) => isLiked(one, liking));
  const percentiles = liked.map(percentile);
  let sum = 0;
  const running = percentiles.map((one, at) => (sum += one) / (at + 1));
  const band = runningIntervals(percentiles, 0, 1);
  const guessed = assessed.filter(({ predicted }) => !Number.isNaN(predicted));
  const squares = guessed.reduce((total, { predicted, value }) => total + (predicted - value) ** 2, 0);
  return {
    liked: liked.length,
    hits: liked.filter(({ rank }) => rank <= k).length,
    percentiles,
    meanPercentile: running.at(-1) ?? NaN,
    interval: band.at(-1) ?? null,
    running,
    band,
    lastRank: assessed.at(-1)?.rank ?? NaN,
    rmse: Math.sqrt(squares / guessed.length),
  };
}

export function percentile({ rank, candidates }: Foresight): number {
  // Who has nothing to say yet is neither right nor wrong: as good as chance.
  if (Number.isNaN(rank)) return 0.5;
  return candidates > 1 ? (candidates - rank) / (candidates - 1) : 1;
}

/** Of fewer items no two recommenders can be told apart: all differing to one side is then too likely by chance. */
const fewest = 6;

/**
 * For each recommender whether its percentiles cannot be told apart from those with the highest mean: a paired t-test, with
 * Holm's correction for all pairs, since anyone might have come first. All of the same items, in the same order; an empty
 * column, of whom nothing is known yet, is not level.
 */
export function levelWithBest(columns: readonly (readonly number[])[]): boolean[] {
  const count = Math.max(0, ...columns.map(({ length }) => length));
  const known = columns.flatMap((column, at) => (count > 0 && column.length === count ? [at] : []));
  const best = known.reduce((lead, at) => (lead < 0 || mean(columns[at]) > mean(columns[lead]) ? at : lead), -1);
  const pairs = known.flatMap((a, i) => known.slice(i + 1).map((b) => [a, b] as const));
  const corrected = holm(pairs.map(([a, b]) => pairedP(columns[a].map((value, at) => value - columns[b][at]))));
  return columns.map((_, at) => {
    if (!known.includes(at)) return false;
    const pair = pairs.findIndex(([a, b]) => (a === at && b === best) || (a === best && b === at));
    return pair >= 0 && (count < fewest || corrected[pair] > doubt);
  });
}
