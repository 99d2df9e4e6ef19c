/**
 * The model of two towers:  score(i) = x·v_i + b_i  with x what the user tower makes of a history, v_i the vector of an item
 * and b_i its bias. It answers from plain numbers.
 */
import type { ItemDescription } from '../data/catalog.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
import type { ExplanationPart, FittedModel, ModelSnapshot } from './recommender.ts';
import { copyOf, explanationOf } from './recommender.ts';

export interface UserTower {
  /** x */
  tasteOf(query: Query): Float64Array;
  /** x·v as a sum over the history and of what it does not depend on. */
  sharesOf(query: Query, v: ArrayLike<number>): TasteShares;
}

export interface TasteShares {
  /** Items of the history. */
  readonly indices: Uint32Array;
  readonly amounts: Float64Array;
  readonly rest: number;
  readonly restLabel: string;
}

export interface ItemVectors {
  /** v, row-major, items × factors; zeros where nothing is known of an item. */
  readonly items: Float32Array;
  readonly biases: Float32Array;
}

export interface NewItem {
  readonly vector: Float32Array;
  readonly bias: number;
}

export function towerModel(
  { items, biases }: ItemVectors,
  tower: UserTower,
  { catalog: { titles } }: Pick<TrainingSet, 'catalog'>,
  snapshot: ModelSnapshot,
  describe?: (item: ItemDescription) => NewItem | null,
): FittedModel {
  const factors = items.length / biases.length;
  return {
    score(query, out) {
      factorProducts(items, tower.tasteOf(query), out);
      for (let item = 0; item < out.length; item++) out[item] += biases[item];
    },
    ...(describe && {
      scoreNew(query: Query, item: ItemDescription) {
        const found = describe(item);
        return found ? rowDot(found.vector, 0, tower.tasteOf(query)) + found.bias : NaN;
      },
    }),
    similar: (item, out) => cosinesOfRows(items, factors, item, out),
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain(query, item) {
      const vector = items.subarray(item * factors, (item + 1) * factors);
      const { indices, amounts, rest, restLabel } = tower.sharesOf(query, vector);
      const parts = Array.from(indices, (index, at): ExplanationPart => {
        return { kind: 'item', index, label: titles[index], amount: amounts[at] };
      });
      if (rest !== 0) parts.push({ kind: 'bias', index: -1, label: restLabel, amount: rest });
      return explanationOf(parts, biases[item], 'liked by all kinds of people');
    },
    snapshot: () => copyOf(snapshot),
  };
}
