import { createRng } from '../core/rng.ts';

/**
 * Items to look at side by side: all whose title has these words in it, in their own order, and others drawn by chance, as
 * many as fill up to n. The same seed draws the same.
 */
export function comparedItems(titles: readonly string[], words: string, n: number, seed: number): number[] {
  const matching = [...titles.keys()].filter((item) => titleHas(titles[item], words));
  const chosen = new Set(matching.slice(0, n));
  const rng = createRng(seed);
  while (chosen.size < Math.min(n, titles.length)) chosen.add(rng.int(titles.length));
  return [...chosen];
}

/** Whether the title has these words in it; without any, none has. */
export function titleHas(title: string, words: string): boolean {
  const wanted = plain(words.trim());
  return wanted !== '' && plain(title).includes(wanted);
}

/** Amélie is found by "amelie". */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
