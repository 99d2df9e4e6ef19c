import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ln } from './math/elementary.ts';

/** The only source of chance. Streams forked by name are independent, so adding a draw in one place moves no other. */
export interface Rng {
  /** Uniform in [0, 1) with 53 random bits. */
  next(): number;
  /** Uniform integer in [0, n). */
  int(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Fisher–Yates, in place; returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(values: T): T;
  fork(stream: string): Rng;
}

export function createRng(seed: number): Rng {
  // Nearby seeds would start nearby, so they are spread over all 32 bits first.
  const generator = xoroshiro128plus(hashText('', seed));
  let spare = NaN;
  const word = () => generator.next() >>> 0;
  const next = () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  const int = (n: number) => Math.floor(next() * n);
  return {
    next,
    int,
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = NaN;
        return kept;
      }
      let a: number, b: number, r: number;
      do {
        a = 2 * next() - 1;
        b = 2 * next() - 1;
        r = a * a + b * b;
      } while (r >= 1 || r === 0);
      const f = Math.sqrt((-2 * ln(r)) / r);
      spare = a * f;
      return b * f;
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const swap = values[i];
        values[i] = values[j];
        values[j] = swap;
      }
      return values;
    },
    fork: (stream) => createRng(hashText(stream, hashText('', seed))),
  };
}

/** FNV-1a with a final avalanche: a well-spread 32-bit number from text. */
export function hashText(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
