/**
 * G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003: 128 bits of state, period 2¹²⁸ − 1.
 * The kernels draw from the same stream, so that they can be held against plain formulas draw by draw; all other chance
 * comes from core/rng.ts, which also gives the four words of the start.
 */
import type { Rng } from '../rng.ts';

export interface Xorshift {
  /** Uniform integer in [0, n), n ≤ 2³². */
  below(n: number): number;
}

/** `seed`: four words, not all 0; it is not changed. */
export function xorshift(seed: Uint32Array): Xorshift {
  let [x, y, z, w] = seed;
  return {
    below(n) {
      const t = x ^ (x << 11);
      x = y;
      y = z;
      z = w;
      w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
      return Math.floor((w / 2 ** 32) * n);
    },
  };
}

/** Four words for `xorshift`. */
export const drawSeed = (rng: Rng): Uint32Array => Uint32Array.from({ length: 4 }, () => 1 + rng.int(2 ** 32 - 1));
