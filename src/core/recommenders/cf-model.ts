/**
 * What neural collaborative filtering answers, from plain arrays. A person is the vector p = m + Σ w_j e_j / √n of their
 * history, or their own; of an item all that the first layer sees of it is computed once, so that for a whole catalog there
 * remain a sum, the second layer and the products. Layers cut at 0, and what is cut costs nothing.
 */
import type { SparseRow } from '../data/csr.ts';
import { chords, slopesBefore } from '../math/dense.ts';
import type { CfShape, CfWeights } from './cf-network.ts';

export interface CfAnswers {
  /** m + Σ w_j e_j / √n */
  personOf(history: SparseRow): Float64Array;
  /** Output `which` of every item for this person, before it is squeezed between 0 and 1. */
  logits(person: Float64Array, which: number, out: Float64Array): void;
  /** Of one item. */
  logit(person: Float64Array, which: number, item: number): number;
  /** How much each number of the person adds to that output of the item, on the way from one person to the other. */
  slopes(item: number, which: number, from: Float64Array, to: Float64Array): Float64Array;
}

const rectify = (x: number) => Math.max(0, x);

export function cfAnswers(weights: CfWeights, shape: CfShape): CfAnswers {
  const { products, layered, first, second, outputs } = shape;
  const width = products + layered;
  const { items, itemBiases, out: outWeights, outBiases } = weights;
  const count = items.length / width;
  const asked = layered > 0 ? weights.first.subarray(0, layered * first) : new Float32Array(0);
  const early = firstOfItems();

  /** Items × first: what each item brings to the first layer. */
  function firstOfItems(): Float32Array {
    const brought = new Float32Array(layered > 0 ? count * first : 0);
    if (layered === 0) return brought;
    const own = weights.first.subarray(layered * first);
    for (let item = 0; item < count; item++) {
      const to = brought.subarray(item * first, (item + 1) * first);
      for (let f = 0; f < layered; f++) {
        const value = items[item * width + products + f];
        for (let c = 0, at = f * first; c < first; c++, at++) to[c] += value * own[at];
      }
    }
    return brought;
  }

  /** Of the first layer, before it is cut. */
  function firstOfPerson(person: Float64Array): Float64Array {
    const sum = Float64Array.from(weights.firstBiases);
    for (let f = 0; f < layered; f++) {
      const value = person[products + f];
      for (let c = 0, at = f * first; c < first; c++, at++) sum[c] += value * asked[at];
    }
    return sum;
  }

  const outOf = (row: number, which: number) => outWeights[row * outputs + which];
  const biasOf = (item: number, which: number) =>
    outBiases[which] + (itemBiases !== undefined && which === 0 ? itemBiases[item] : 0);

  /** Offsets into the second layer of what the first lets through, and how much of it: whole fours, the last ones of 0. */
  const through = new Uint32Array(first + 3);
  const amounts = new Float64Array(first + 3);

  /** Of the second layer, before it is cut, into `sum`. */
  function secondOf(item: number, person: Float64Array, sum: Float64Array): void {
    const { second: matrix, secondBiases } = weights;
    let count = 0;
    for (let c = 0, from = item * first; c < first; c++, from++) {
      const value = person[c] + early[from];
      if (value <= 0) continue;
      through[count] = c * second;
      amounts[count++] = value;
    }
    amounts.fill(0, count, count + 3);
    sum.set(secondBiases);
    // Four rows at a time, so that a sum is fetched and put back a quarter as often.
    for (let at = 0; at < count; at += 4) {
      let [i, j, k, l] = [through[at], through[at + 1], through[at + 2], through[at + 3]];
      const [a, b, c, d] = [amounts[at], amounts[at + 1], amounts[at + 2], amounts[at + 3]];
      for (let s = 0; s < second; s++) sum[s] += a * matrix[i++] + b * matrix[j++] + c * matrix[k++] + d * matrix[l++];
    }
  }

  /** What the person and the output ask of every item is worked out once. */
  function meeting(person: Float64Array, which: number): (item: number) => number {
    const wanted = Float64Array.from({ length: products }, (_, f) => person[f] * outOf(f, which));
    const ends = Float64Array.from({ length: layered > 0 ? second : 0 }, (_, s) => outOf(products + s, which));
    const begun = layered > 0 ? firstOfPerson(person) : person;
    const sum = new Float64Array(ends.length);
    return (item) => {
      let logit = biasOf(item, which);
      for (let f = 0, at = item * width; f < products; f++, at++) logit += wanted[f] * items[at];
      if (layered === 0) return logit;
      secondOf(item, begun, sum);
      for (let s = 0; s < second; s++) if (sum[s] > 0) logit += sum[s] * ends[s];
      return logit;
    };
  }

  return {
    personOf({ indices, values }) {
      const person = Float64Array.from(weights.middle);
      const scale = 1 / Math.sqrt(indices.length || 1);
      for (let i = 0; i < indices.length; i++) {
        const weight = values[i] * scale;
        for (let f = 0, at = indices[i] * width; f < width; f++, at++) person[f] += weight * weights.histories[at];
      }
      return person;
    },
    logits(person, which, out) {
      const logitOf = meeting(person, which);
      for (let item = 0; item < count; item++) out[item] = logitOf(item);
    },
    logit: (person, which, item) => meeting(person, which)(item),
    slopes(item, which, from, to) {
      const slopes = new Float64Array(width);
      for (let f = 0; f < products; f++) slopes[f] = items[item * width + f] * outOf(f, which);
      if (layered === 0) return slopes;
      const [before, after] = [from, to].map(firstOfPerson);
      const [cutBefore, cutAfter] = [before, after].map((person) => {
        const sum = new Float64Array(second);
        secondOf(item, person, sum);
        return sum;
      });
      const late = chords(rectify, cutBefore, cutAfter).map((slope, s) => slope * outOf(products + s, which));
      const met = (person: Float64Array) => person.map((value, c) => value + early[item * first + c]);
      const cut = chords(rectify, met(before), met(after));
      const middle = slopesBefore(weights.second, late).map((slope, c) => slope * cut[c]);
      slopes.set(slopesBefore(asked, middle), products);
      return slopes;
    },
  };
}
