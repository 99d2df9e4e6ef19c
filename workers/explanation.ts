import type { Given } from '../src/core/data/history.ts';
import { leftOut, queryFrom } from '../src/core/data/history.ts';
import { LabError } from '../src/core/errors.ts';
import { rankOf } from '../src/core/ranking/top-n.ts';
import type { Explanation } from '../src/core/recommenders/recommender.ts';
import type { ExplanationView, Rating } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import type { AskedModel } from './mixed-model.ts';

/** How many ratings to think away: the weightiest, or the latest where a score is made of other models'. */
const counterfactuals = 8;

/**
 * Why an item stands where it does, and where it would stand without one or the other rating. Items rated stay out of
 * all these lists, also the one thought away, so that the ranks compare.
 */
export async function explain(
  model: AskedModel,
  ratings: readonly Rating[],
  item: number,
  given: Given | null,
): Promise<ExplanationView> {
  if (!model.explains) {
    throw new LabError(
      'ParamError',
      `Expected a recommender that explains its scores; ${model.label} does not. Ask one with the trait "explain".`,
    );
  }
  const query = queryFrom(ratings, given);
  const rated = leftOut(query);
  const scores = new Float64Array(await model.scores(query));
  const rank = rankOf(scores, item, rated);
  const explanation = await model.explain(query, item);
  const thoughtAway = explanation.parts.some(({ kind }) => kind === 'model')
    ? ratings.slice(-counterfactuals).map((rating) => rating.item)
    : weightiestOf(explanation, rated);
  const without: { item: number; rank: number }[] = [];
  for (const index of thoughtAway) {
    await breathe();
    await model.score(
      queryFrom(
        ratings.filter((rating) => rating.item !== index),
        given,
      ),
      scores,
    );
    without.push({ item: index, rank: rankOf(scores, item, rated) });
  }
  return { ...explanation, rank, without };
}

const weightiestOf = ({ parts }: Explanation, rated: Uint32Array): number[] =>
  parts
    .filter(({ kind, index }) => kind === 'item' && rated.includes(index))
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
    .slice(0, counterfactuals)
    .map(({ index }) => index);
