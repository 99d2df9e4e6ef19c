/** Who stands where, and who has changed places, when candidates are sampled. Values are of one metric, higher better. */

/** Places among the values, best first; equal ones in the order they have. */
export const bestFirst = (values: readonly number[]): number[] =>
  [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);

export interface TurnedPair {
  /** Better among the sampled; worse among all. */
  readonly seeming: number;
  readonly truly: number;
}

/** What is less is rounding, and no order. */
const nothing = 1e-9;

/** Every pair that the sample puts the other way round, the most telling first: far apart both here and there. */
export function turnedPairs(sampled: readonly number[], all: readonly number[]): TurnedPair[] {
  const pairs: (TurnedPair & { readonly weight: number })[] = [];
  for (let a = 0; a < all.length; a++) {
    for (let b = 0; b < all.length; b++) {
      const here = sampled[a] - sampled[b];
      const there = all[b] - all[a];
      if (here > nothing && there > nothing) pairs.push({ seeming: a, truly: b, weight: here * there });
    }
  }
  return pairs.sort((x, y) => y.weight - x.weight).map(({ seeming, truly }) => ({ seeming, truly }));
}
