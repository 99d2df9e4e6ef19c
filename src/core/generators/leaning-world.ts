import type { Rng } from '../rng.ts';
import { drawDistinct, firstAbove, runningSums } from './draws.ts';
import { exp, power } from '../math/elementary.ts';

const dimensions = 8;
/** How clearly a user tells what suits them from what does not. */
const sharpness = 4;
/** How many popular items a user may turn down, per item wanted, before all of them are weighed. */
const patience = 12;

/**
 * Items with a popularity and a place in 8 dimensions. A user takes an item in proportion to
 * popularity(i) · σ(4 x_u · y_i). The logistic function σ is bounded by 1, so drawing by popularity and rejecting
 * is exact, and costs nothing per item that is not drawn.
 */
export class LeaningWorld {
  /** Items × 8, normal with variance 1/8: the inner product with a standard normal user has variance 1. */
  readonly places: Float64Array;
  readonly popularity: Float64Array;
  readonly #sums: Float64Array;
  readonly #taken: Int32Array;
  readonly #rng: Rng;
  #users = 0;

  /** Popularity falls as (rank + shift)^−exponent, ranks from 1 in random order. */
  constructor(items: number, exponent: number, shift: number, rng: Rng) {
    this.#rng = rng;
    const ranks = rng.shuffle(Uint32Array.from({ length: items }, (_, item) => item + 1));
    this.popularity = Float64Array.from(ranks, (rank) => power(rank + shift, -exponent));
    this.#sums = new Float64Array(items);
    runningSums(this.popularity, this.#sums);
    this.places = Float64Array.from({ length: items * dimensions }, () => rng.normal() / Math.sqrt(dimensions));
    this.#taken = new Int32Array(items).fill(-1);
  }

  drawUser(): Float64Array {
    return Float64Array.from({ length: dimensions }, () => this.#rng.normal());
  }

  /** x_u · y_i. */
  leaning(user: Float64Array, item: number): number {
    let sum = 0;
    for (let d = 0, at = item * dimensions; d < dimensions; d++, at++) sum += user[d] * this.places[at];
    return sum;
  }

  /** Fills `out` with distinct items in the order the user takes them. */
  drawItems(user: Float64Array, out: Uint32Array): void {
    const visit = this.#users++;
    const total = this.#sums[this.#sums.length - 1];
    let count = 0;
    for (let tries = patience * out.length; count < out.length && tries > 0; tries--) {
      const item = firstAbove(this.#sums, this.#rng.next() * total);
      if (this.#taken[item] === visit || this.#rng.next() >= logistic(sharpness * this.leaning(user, item))) continue;
      this.#taken[item] = visit;
      out[count++] = item;
    }
    if (count === out.length) return;
    const weights = this.popularity.map((popularity, item) =>
      this.#taken[item] === visit ? 0 : popularity * logistic(sharpness * this.leaning(user, item)),
    );
    out.set(drawDistinct(this.#rng, weights, out.length - count), count);
  }
}

const logistic = (x: number) => 1 / (1 + exp(-x));
