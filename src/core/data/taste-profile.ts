import type { Labels } from './catalog.ts';
import { labelsOf } from './catalog.ts';

/** What somebody's ratings amount to. */
export interface TasteProfile {
  readonly ratings: number;
  /** NaN without ratings. */
  readonly mean: number;
  /** The most rated first, of equals the better liked. */
  readonly categories: readonly { readonly name: string; readonly ratings: number; readonly mean: number }[];
}

export function tasteProfile(
  ratings: readonly { readonly item: number; readonly value: number }[],
  categories: Labels | null,
): TasteProfile {
  const sums = new Map<string, { ratings: number; sum: number }>();
  let total = 0;
  for (const { item, value } of ratings) {
    total += value;
    for (const name of labelsOf(categories, item)) {
      const own = sums.get(name) ?? { ratings: 0, sum: 0 };
      sums.set(name, { ratings: own.ratings + 1, sum: own.sum + value });
    }
  }
  return {
    ratings: ratings.length,
    mean: total / ratings.length,
    categories: [...sums]
      .map(([name, { ratings, sum }]) => ({ name, ratings, mean: sum / ratings }))
      .sort((a, b) => b.ratings - a.ratings || b.mean - a.mean),
  };
}
