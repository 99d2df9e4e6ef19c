/** The towers over histories and descriptions as they answer, in plain loops over the numbers that were learned. */
import type { ItemDescription } from '../data/catalog.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { emptyRow, rowOf } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { likedOf } from '../data/examples.ts';
import type { Query } from '../data/history.ts';
import { summaryOf } from '../math/history-map.ts';
import { rowDot } from '../math/factor-rows.ts';
import type { ResidualLayer } from '../math/residual-layer.ts';
import { applyLayer, pullBack } from '../math/residual-layer.ts';
import { lengthOf } from '../math/unit-vector.ts';
import type { TowerValues } from './history-towers.ts';
import type { ItemVectors, NewItem, UserTower } from './tower-model.ts';

export interface AnswerChoices {
  readonly factors: number;
  readonly temperature: number;
  readonly normalize: boolean;
}

type Arrays = Readonly<Record<string, Float32Array | undefined>>;

function layerOf(arrays: Arrays, side: 'user' | 'item'): ResidualLayer | null {
  const [into, offsets, back] = [arrays[`${side}Into`], arrays[`${side}Offsets`], arrays[`${side}Back`]];
  return into && offsets && back ? { into, offsets, back } : null;
}

export function historyTower(
  values: Pick<TowerValues, 'history' | 'everyone'>,
  weightOf: ExampleWeight,
  { factors, temperature, normalize }: AnswerChoices,
): UserTower {
  const { history, everyone } = values;
  const layer = layerOf(values as Arrays, 'user');

  /** The sum over the history, what the layer makes of it, and what that is divided by. */
  function climb(liked: SparseRow) {
    const summed = summaryOf(liked, history, factors).map((value, f) => value + everyone[f]);
    const reached = layer ? applyLayer(layer, summed) : summed;
    return { summed, reached, size: temperature * (normalize ? lengthOf(reached) : 1) };
  }

  return {
    tasteOf(query: Query) {
      const { reached, size } = climb(likedOf(query.history, weightOf));
      return reached.map((value) => value / size);
    },
    sharesOf(query, v) {
      const liked = likedOf(query.history, weightOf);
      const { summed, size } = climb(liked);
      const { slope, constant } = layer ? pullBack(layer, summed, v) : { slope: Float64Array.from(v), constant: 0 };
      const scale = 1 / (size * Math.sqrt(liked.indices.length));
      return {
        indices: liked.indices,
        amounts: Float64Array.from(
          liked.indices,
          (item, at) => liked.values[at] * scale * rowDot(history, item, slope),
        ),
        rest: (rowDot(everyone, 0, slope) + constant) / size,
        restLabel: 'how it suits everyone',
      };
    },
  };
}

/** The vector and bias of an item from its own row, or that of the unknown, and its features. */
export function itemTower(
  values: Pick<TowerValues, 'content'>,
  { factors, normalize }: AnswerChoices,
): (own: Float32Array, features: SparseRow) => NewItem {
  const { content } = values;
  const layer = layerOf(values as Arrays, 'item');
  const width = factors + 1;
  return (own, { indices, values: weights }) => {
    const sum = Float64Array.from(own);
    for (let i = 0; i < indices.length; i++) {
      for (let f = 0, at = indices[i] * width; f < width; f++, at++) sum[f] += weights[i] * content![at];
    }
    const straight = sum.subarray(0, factors);
    const reached = layer ? applyLayer(layer, straight) : straight;
    const size = normalize ? lengthOf(reached) : 1;
    return { vector: Float32Array.from(reached, (value) => value / size), bias: Math.fround(sum[factors]) };
  };
}

/** All items of a catalog; those nobody has met are known by their features alone. */
export function itemVectors(
  values: TowerValues,
  features: CsrMatrix,
  isMet: (item: number) => boolean,
  choices: AnswerChoices,
): ItemVectors & { readonly unknown: Float32Array } {
  const width = choices.factors + 1;
  const count = features.rows;
  const tower = itemTower(values, choices);
  const rowAt = (row: number) => values.items.subarray(row * width, (row + 1) * width);
  const items = new Float32Array(count * choices.factors);
  const biases = new Float32Array(count);
  for (let item = 0; item < count; item++) {
    const own = rowAt(isMet(item) ? item : count);
    const { vector, bias } = tower(own, values.content ? rowOf(features, item) : emptyRow);
    items.set(vector, item * choices.factors);
    biases[item] = bias;
  }
  return { items, biases, unknown: rowAt(count).slice() };
}

/** What an item would be that is known by its description alone; null where that says nothing. */
export function describer(
  arrays: Pick<TowerValues, 'content'> & { readonly unknown: Float32Array },
  featuresOf: (item: ItemDescription) => SparseRow,
  choices: AnswerChoices,
): (item: ItemDescription) => NewItem | null {
  const tower = itemTower(arrays, choices);
  return (item) => {
    const features = featuresOf(item);
    return features.indices.length > 0 ? tower(arrays.unknown, features) : null;
  };
}
