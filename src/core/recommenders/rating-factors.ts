/**
 * The model that comes of factors learned from ratings:
 *   rate(i) = μ + b_i + b + (x + z)·q_i
 * with μ the usual rating, q_i and b_i the traits and the offset of an item, z what it says of somebody's tastes which items
 * they chose to rate (nothing but in SVD++), and (b, x) solved exactly for the history asked about (math/rating-fold-in), so
 * that a known user and a newcomer go the same way. It is also the score.
 */
import type { Values } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
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

/** z of a history. */
export interface ChosenTastes {
  of(rated: Uint32Array): Float64Array;
  /** What one of them adds to z·q. */
  share(rated: Uint32Array, item: number, q: Values): number;
}

/** All a model does but its snapshot. */
export function ratingFactorsModel(
  { factors, usual, items, biases }: RatingFactors,
  { catalog: { titles } }: TrainingSet,
  { regularization, damping }: RatingFoldInChoices,
  chosen?: ChosenTastes,
): Required<Pick<FittedModel, 'score' | 'rate' | 'similar' | 'similarToAll' | 'explain'>> {
  const foldIn = ratingFoldIn(items, factors, regularization, damping);

  /** z, and by how much each rating differs from what z and everyone's opinion make it. */
  function hear({ history: { indices, values } }: Query) {
    const z = chosen?.of(indices) ?? null;
    const differences = Float64Array.from(values, (value, at) => {
      const difference = value - usual - biases[indices[at]];
      return z ? difference - rowDot(items, indices[at], z) : difference;
    });
    return { z, differences };
  }

  function rate(query: Query, out: Float64Array): void {
    const { z, differences } = hear(query);
    const found = foldIn.solve(query.history.indices, differences);
    const tastes = found.subarray(1);
    factorProducts(items, z ? z.map((value, f) => value + tastes[f]) : tastes, out);
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
      const own = items.subarray(item * factors, (item + 1) * factors);
      const parts = Array.from(hear(query).differences, (difference, at): ExplanationPart => {
        const index = indices[at];
        const amount = difference * influence[at] + (chosen?.share(indices, index, own) ?? 0);
        return { kind: 'item', index, label: titles[index], amount };
      });
      return explanationOf(parts, usual + biases[item], 'what everyone gives it');
    },
  };
}
