import type { Rng } from '../rng.ts';
import { topN } from './top-n.ts';

/**
 * The n best items with equal scores in an order drawn by chance, so that a catalog sorted by popularity lends nothing to a
 * model that cannot tell items apart.
 */
export function shuffledTopN(scores: Float64Array, n: number, leftOut: ArrayLike<number>, rng: Rng): Uint32Array {
  const order = shuffledItems(scores.length, leftOut, rng);
  const dealt = Float64Array.from(order, (item) => scores[item]);
  return topN(dealt, n).map((at) => order[at]);
}

/** All items but those left out, in an order drawn by chance. */
export function shuffledItems(items: number, leftOut: ArrayLike<number>, rng: Rng): Uint32Array {
  const isOut = new Uint8Array(items);
  for (let at = 0; at < leftOut.length; at++) isOut[leftOut[at]] = 1;
  return rng.shuffle(Uint32Array.from(isOut.keys()).filter((item) => isOut[item] === 0));
}
