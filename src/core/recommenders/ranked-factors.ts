/**
 * The model that comes of factors learned from ranking losses.
 *   score(i) = (m + W h)·p_i + b_i
 * with p_i, b_i the vector and bias of an item, h the sum over the history and W a linear map (core/math/history-map.ts),
 * m what a user's metadata say, if any. A user's own bias moves no item past another and is left out. All users are scored
 * from their histories, like strangers; where nothing is known of a person the biases remain, which follow popularity.
 */
import type { ItemDescription } from '../data/catalog.ts';
import type { SparseRow, Values } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { likedOf } from '../data/examples.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { Boost } from '../math/boost.ts';
import { boostScores, scalingOf } from '../math/boost.ts';
import { represent } from '../math/feature-embeddings.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
import { applyMap, applyTransposed, summaryOf } from '../math/history-map.ts';
import type { ExplanationPart, FittedModel, ModelSnapshot } from './recommender.ts';
import { explanationOf } from './recommender.ts';

export interface RankedFactors {
  /** Row-major, items × factors. */
  readonly items: Values;
  readonly biases: Values;
  /** W, factors × factors. */
  readonly map: Values;
  /** m of each user, users × factors; empty where users have no metadata. */
  readonly known: Values;
  /** Vector and bias of each feature of item metadata, features × (factors + 1); empty where items have none. */
  readonly features: Values;
}

export interface RankedModelOptions {
  readonly weightOf: ExampleWeight;
  /** Towards what is like the item acted on last; null: not at all. */
  readonly boost: Boost | null;
  /** The features an item would have by its description; none where the model knows of none. */
  readonly featuresOf?: (item: ItemDescription) => SparseRow;
  readonly identity: Pick<ModelSnapshot, 'recommender' | 'version' | 'params'>;
}

export function rankedModel(
  { items, biases, map, known, features }: RankedFactors,
  train: TrainingSet,
  { weightOf, boost, featuresOf, identity }: RankedModelOptions,
): FittedModel {
  const factors = Math.round(Math.sqrt(map.length));
  const usual = meanRow(known, factors);
  const likeness = new Float64Array(train.items);
  const knownOf = ({ user }: Query) =>
    known.length && user !== null ? known.subarray(user * factors, (user + 1) * factors) : usual;

  function tasteOf(query: Query): Float64Array {
    const base = knownOf(query);
    const taste = applyMap(map, summaryOf(likedOf(query.history, weightOf), items, factors));
    return taste.map((value, f) => value + base[f]);
  }

  function scoreByTaste(query: Query, out: Float64Array): void {
    factorProducts(items, tasteOf(query), out);
    for (let item = 0; item < out.length; item++) out[item] += biases[item];
  }

  function partsByTaste(query: Query, item: number): ExplanationPart[] {
    const own = likedOf(query.history, weightOf);
    const reach = applyTransposed(map, items.subarray(item * factors, (item + 1) * factors), factors);
    const scale = 1 / Math.sqrt(own.indices.length);
    const parts = Array.from(own.indices, (index, at): ExplanationPart => {
      const amount = own.values[at] * scale * rowDot(items, index, reach);
      return { kind: 'item', index, label: train.catalog.titles[index], amount };
    });
    const told = rowDot(items, item, knownOf(query));
    if (told !== 0) parts.push({ kind: 'bias', index: -1, label: 'what is known of the person', amount: told });
    return parts;
  }

  return {
    contextual: boost !== null,
    score(query, out) {
      scoreByTaste(query, out);
      if (!boost || query.last === null) return;
      cosinesOfRows(items, factors, query.last, likeness);
      boostScores(out, likeness, boost);
    },
    ...(featuresOf && {
      scoreNew(query: Query, description: ItemDescription) {
        const row = featuresOf(description);
        if (row.indices.length === 0) return NaN;
        const vector = represent(row, features, factors + 1);
        const taste = tasteOf(query);
        const score = rowDot(vector, 0, taste) + vector[factors];
        if (!boost || query.last === null) return score;
        const scores = new Float64Array(train.items);
        scoreByTaste(query, scores);
        const { scale, shift } = scalingOf(scores, boost);
        const last = items.subarray(query.last * factors, (query.last + 1) * factors);
        const alike = new Float64Array(2);
        cosinesOfRows(Float64Array.of(...last, ...vector.subarray(0, factors)), factors, 0, alike);
        return score * scale + shift + boost.share * (alike[1] || 0);
      },
    }),
    similar: (item, out) => cosinesOfRows(items, factors, item, out),
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain(query, item) {
      const parts = partsByTaste(query, item);
      const appeal = 'liked by all kinds of people';
      if (!boost || query.last === null) return explanationOf(parts, biases[item], appeal);
      const { last } = query;
      const scores = new Float64Array(train.items);
      scoreByTaste(query, scores);
      const { scale, shift } = scalingOf(scores, boost);
      cosinesOfRows(items, factors, last, likeness);
      const pull = boost.share * (likeness[item] || 0);
      const scaled = parts.map((part) => ({ ...part, amount: part.amount * scale }));
      const at = scaled.findIndex(({ kind, index }) => kind === 'item' && index === last);
      if (at >= 0) scaled[at].amount += pull;
      else scaled.push({ kind: 'item', index: last, label: train.catalog.titles[last], amount: pull });
      return explanationOf(scaled, biases[item] * scale + shift, appeal);
    },
    snapshot: () => ({
      ...identity,
      arrays: {
        items: items.slice(),
        biases: biases.slice(),
        map: map.slice(),
        known: known.slice(),
        features: features.slice(),
      },
      numbers: {},
      words: {},
    }),
  };
}

/** The mean of rows; zeros where there are none. */
function meanRow(rows: Values, width: number): Float64Array {
  const sum = new Float64Array(width);
  for (let at = 0; at < rows.length; at++) sum[at % width] += (rows[at] * width) / rows.length;
  return sum;
}

/** The arrays of a snapshot that `rankedModel` wrote. */
export const rankedFactorsOf = ({ arrays }: ModelSnapshot): RankedFactors => ({
  items: arrays.items as Values,
  biases: arrays.biases as Values,
  map: arrays.map as Values,
  known: arrays.known as Values,
  features: (arrays.features as Values | undefined) ?? new Float64Array(0),
});
