/**
 * The random stream that published notebooks seed, draw for draw, so that what they made can be made again.
 * M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudo-random number
 * generator", ACM TOMACS 8(1), 1998; normals by the polar method of G. Marsaglia, T. A. Bray, SIAM Review 6(3), 1964.
 *
 * Everything is drawn from 32-bit words w:
 *   double   ((w₁ >> 5) 2²⁶ + (w₂ >> 6)) / 2⁵³
 *   integer  in 0 … top: w & (2ᵇ − 1) with the smallest 2ᵇ − 1 ≥ top, again while it exceeds top
 *   normal   a, b = 2 double − 1 until 0 < r = a² + b² < 1; then f b, and f a the next time, with f = √(−2 ln r / r)
 *
 * For chance of our own use `createRng`: its streams can be forked.
 */
import { mersenne } from 'pure-rand/generator/mersenne';
import { ln } from './elementary.ts';

export class Mersenne {
  readonly #words: ReturnType<typeof mersenne>;
  #kept: number | null = null;

  /** Seeds are 32-bit. */
  constructor(seed: number) {
    this.#words = mersenne(seed);
  }

  /** Uniform in 0 … 2³² − 1. */
  word(): number {
    return this.#words.next() >>> 0;
  }

  /** Uniform in [0, 1). */
  double(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform in 0 … top, both included; draws nothing where there is nothing to choose. */
  upTo(top: number): number {
    if (top === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(top)) - 1;
    for (;;) {
      const value = (this.word() & mask) >>> 0;
      if (value <= top) return value;
    }
  }

  /** `size` times uniform in [0, n), repeats allowed. */
  integers(n: number, size: number): number[] {
    return Array.from({ length: size }, () => this.upTo(n - 1));
  }

  /** In place, from the end; returns its argument. */
  shuffle<T>(values: T[]): T[] {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      [values[i], values[j]] = [values[j], values[i]];
    }
    return values;
  }

  /** 0 … n − 1 shuffled. */
  permutation(n: number): number[] {
    return this.shuffle(Array.from({ length: n }, (_, i) => i));
  }

  /** `size` different ones, or all where there are fewer. Draws for the whole pool, however few are wanted. */
  pick<T>(pool: readonly T[], size: number): T[] {
    return this.permutation(pool.length)
      .slice(0, size)
      .map((at) => pool[at]);
  }

  /** `size` of them, repeats allowed; none where the pool is empty. */
  pickAgain<T>(pool: readonly T[], size: number): T[] {
    return this.integers(pool.length, pool.length && size).map((at) => pool[at]);
  }

  /** The second of a pair waits for the next call, whatever else is drawn in between. */
  normal(mean = 0, deviation = 1): number {
    return mean + deviation * this.#standardNormal();
  }

  #standardNormal(): number {
    if (this.#kept !== null) {
      const kept = this.#kept;
      this.#kept = null;
      return kept;
    }
    let a: number, b: number, r: number;
    do {
      a = 2 * this.double() - 1;
      b = 2 * this.double() - 1;
      r = a * a + b * b;
    } while (r >= 1 || r === 0);
    const f = Math.sqrt((-2 * ln(r)) / r);
    this.#kept = f * a;
    return f * b;
  }
}
