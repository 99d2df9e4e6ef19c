/**
 * What an autoencoder answers, from plain arrays: the forward pass of one history with the code at its mean.
 * An explanation goes back through the layers by the slopes of chords between nothing known and the history
 * (math/dense.ts); without hidden layers these are the products of the vectors themselves.
 */
import type { SparseRow, Values } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { likedOf } from '../data/examples.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { applyDense, chords, slopesBefore, times } from '../math/dense.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
import type { ExplanationPart, FittedModel, ModelSnapshot } from './recommender.ts';
import { copyOf, explanationOf } from './recommender.ts';
import { scaleOf } from './vae-network.ts';

/** As in VaeWeights, but what gives log σ² is left out. */
export function vaeModel(snapshot: ModelSnapshot, train: TrainingSet, weightOf: ExampleWeight): FittedModel {
  const arrays = snapshot.arrays as Record<string, Values>;
  const { encoder, encoderBiases, middle, middleBiases, decoder, decoderBiases, items, itemBiases } = arrays;
  const width = encoderBiases.length;
  const outer = items.length / itemBiases.length;
  const isDeep = middle !== undefined;

  /** Of length 1. */
  function heard({ history }: Query): SparseRow {
    const { indices, values } = likedOf(history, weightOf);
    const scale = scaleOf(values);
    return { indices, values: Float64Array.from(values, (value) => value * scale) };
  }

  function summed({ indices, values }: SparseRow): Float64Array {
    const sum = Float64Array.from(encoderBiases);
    for (let i = 0; i < indices.length; i++) {
      for (let c = 0, at = indices[i] * width; c < width; c++, at++) sum[c] += values[i] * encoder[at];
    }
    return sum;
  }

  /** What enters the second hidden layer. */
  const carried = (sum: Float64Array) =>
    applyDense(
      { weights: decoder, biases: decoderBiases },
      applyDense({ weights: middle, biases: middleBiases }, sum.map(Math.tanh)),
    );

  const profileOf = (sum: Float64Array) => (isDeep ? carried(sum).map(Math.tanh) : sum);

  /** How much each number of `sum` adds to the item's score, on the way from nobody's to this one. */
  function slopesOf(item: number, from: Float64Array, to: Float64Array): Float64Array {
    const own = Float64Array.from(items.subarray(item * outer, (item + 1) * outer));
    if (!isDeep) return own;
    const late = times(own, chords(Math.tanh, carried(from), carried(to)));
    const early = slopesBefore(middle, slopesBefore(decoder, late));
    return times(early, chords(Math.tanh, from, to));
  }

  return {
    score(query, out) {
      factorProducts(items, profileOf(summed(heard(query))), out);
      for (let item = 0; item < out.length; item++) out[item] += itemBiases[item];
    },
    similar: (item, out) => cosinesOfRows(items, outer, item, out),
    similarToAll: (weighted, out) => summedCosines(items, outer, weighted, out),
    explain(query, item) {
      const history = heard(query);
      const nobody = Float64Array.from(encoderBiases);
      const slopes = slopesOf(item, nobody, summed(history));
      const parts = Array.from(history.indices, (index, at): ExplanationPart => {
        const amount = history.values[at] * rowDot(encoder, index, slopes);
        return { kind: 'item', index, label: train.catalog.titles[index], amount };
      });
      const prior = itemBiases[item] + rowDot(items, item, profileOf(nobody));
      return explanationOf(parts, prior, 'what anyone gets');
    },
    snapshot: () => copyOf(snapshot),
  };
}
