import { indexIn } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { mean } from '../math/statistics.ts';
import type { TiedRanks } from '../math/tied-ranks.ts';
import type { Evaluated } from '../metrics/metric.ts';
import { isCutInTie } from '../ranking/cut-in-tie.ts';
import { aheadByRanks, itemsAhead } from '../ranking/items-ahead.ts';
import { ranksAmong } from '../ranking/ranks-among.ts';
import { shuffledItems, shuffledTopN } from '../ranking/shuffled-top-n.ts';
import { topN } from '../ranking/top-n.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import type { Rng } from '../rng.ts';
import type { LeftOut } from './candidates.ts';
import type { HeldOutUser } from './held-out.ts';

export interface Questions {
  /** Length of the lists. */
  readonly k: number;
  /** Of these, how many are judged. */
  readonly judged?: number;
  readonly leftOut: LeftOut;
  /** The chance that orders equal scores of a user; null: the lower index comes first. */
  readonly tiesOf: ((user: number) => Rng) | null;
  readonly judgesRatings: boolean;
  readonly judgesRanks: boolean;
  /** Whether it is asked how many items stand before each relevant one, sampled or not. */
  readonly looksAhead: boolean;
}

/**
 * Asks a model for one user's list and, where ratings are judged and it predicts them, for the held-out ratings,
 * clipped to the scale. A cell it has no prediction for gets the mean training rating: all are judged on the same cells.
 */
export function questioner(model: FittedModel, train: TrainingSet, questions: Questions) {
  const { k, judged = k, leftOut, tiesOf, judgesRatings, judgesRanks, looksAhead } = questions;
  const scores = new Float64Array(train.items);
  const usual = mean(train.byUser.values);
  const { min, max } = train.ratingScale ?? { min: -Infinity, max: Infinity };
  return async (asked: HeldOutUser): Promise<Evaluated> => {
    const { user, query, items, values, relevant } = asked;
    let ranking: Uint32Array = nothing;
    let ranks: TiedRanks | null = null;
    let ahead: Uint32Array | null = null;
    let cutInTie = false;
    if (relevant.length > 0) {
      await model.score(query, scores);
      const out = leftOut(asked);
      ranking = tiesOf ? shuffledTopN(scores, k, out, tiesOf(user)) : topN(scores, k, out);
      cutInTie = isCutInTie(scores, ranking, judged, out);
      if (judgesRanks) ranks = ranksAmong(scores, relevant, out);
      const { indices: known } = query.history;
      if (looksAhead && !tiesOf && ranks && out === known) ahead = aheadByRanks(ranks, scores, relevant);
      if (looksAhead) ahead ??= aheadOf(scores, relevant, known, tiesOf?.(user));
    }
    const listed = { user, ranking, relevant, known: query.history.indices, ranks, cutInTie, ...(ahead && { ahead }) };
    if (!judgesRatings || !model.rate || items.length === 0) return { ...listed, actual: none, predicted: none };
    model.rate(query, scores, items);
    const predicted = Float64Array.from(items, (item) => {
      const rating = Number.isNaN(scores[item]) ? usual : scores[item];
      return Math.min(max, Math.max(min, rating));
    });
    return { ...listed, actual: values, predicted };
  };
}

/** In the order of the list, also where chance orders equal scores. */
function aheadOf(scores: Float64Array, relevant: Uint32Array, known: Uint32Array, chance?: Rng): Uint32Array {
  if (!chance) return itemsAhead(scores, relevant, known);
  const order = shuffledItems(scores.length, known, chance);
  const dealt = Float64Array.from(order, (item) => scores[item]);
  const wanted = Uint32Array.from(order.keys()).filter((at) => indexIn(relevant, order[at]) >= 0);
  return itemsAhead(dealt, wanted, []).map((ahead) => (ahead === dealt.length ? scores.length : ahead));
}

const none = new Float64Array(0);
const nothing = new Uint32Array(0);
