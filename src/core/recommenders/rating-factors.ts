/**
 * The model that comes of factors learned from ratings:
 *   rate(i) = μ + b_i + b + x·q_i
 * with μ the usual rating, q_i and b_i the traits and the offset of an item, and (b, x) solved exactly for the history asked
 * about (math/rating-fold-in), so that a known user and a newcomer go the same way. It is also the score.
 */
import type { Values } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, summedCosines } from '../math/factor-rows.ts';
import { ratingFoldIn } from '../math/rating-fold-in.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { explanationOf } from './recommender.ts';

export interface RatingFactors {
  readonly factors: number;
  /** μ */
  readonly usual: number;
  /** q_i, row-major, items × factors; zeros where nobody rated the item. */
  readonly items: Values;
  /** b_i */
  readonly biases: Values;
}

export interface RatingFoldInChoices {
  readonly regularization: number;
  readonly damping: number;
}

/** All a model does but its snapshot. */
export function ratingFactorsModel(
  { factors, usual, items, biases }: RatingFactors,
  { catalog: { titles } }: TrainingSet,
  { regularization, damping }: RatingFoldInChoices,
): Required<Pick<FittedModel, 'score' | 'rate' | 'similar' | 'similarToAll' | 'explain'>> {
  const foldIn = ratingFoldIn(items, factors, regularization, damping);
  const differences = ({ history: { indices, values } }: Query) =>
    Float64Array.from(values, (value, at) => value - usual - biases[indices[at]]);

  function rate(query: Query, out: Float64Array): void {
    const found = foldIn.solve(query.history.indices, differences(query));
    factorProducts(items, found.subarray(1), out);
    for (let item = 0; item < out.length; item++) out[item] += usual + biases[item] + found[0];
  }

  return {
    score: rate,
    rate,
    similar: (item, out) => cosinesOfRows(items, factors, item, out),
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain(query, item) {
      const { indices } = query.history;
      const influence = foldIn.influence(indices, item);
      const parts = Array.from(differences(query), (difference, at): ExplanationPart => {
        const index = indices[at];
        return { kind: 'item', index, label: titles[index], amount: difference * influence[at] };
      });
      return explanationOf(parts, usual + biases[item], 'what everyone gives it');
    },
  };
}
