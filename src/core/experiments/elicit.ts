/**
 * Which items to ask a newcomer about.
 *
 * Rashid, Albert, Cosley, Lam, McNee, Konstan & Riedl (2002), Getting to Know You: Learning New User Preferences in
 * Recommender Systems, IUI; Rashid, Karypis & Riedl (2008), Learning Preferences of New Users in Recommender Systems:
 * An Information Theoretic Approach, SIGKDD Explorations 10(2).
 *
 * An answer teaches much if it is likely to come (many know the item) and hard to guess (opinions differ):
 *
 *     gain(i) = log(1 + popularity(i)) · variance(i)
 *
 * with the variance of the ratings in place of their entropy: it knows that 1 and 5 lie further apart than 4 and 5.
 * What is not known of a person's liking for a category shrinks like a standard error, so with r_c items of category c
 * rated or already chosen, the next item maximizes
 *
 *     gain(i) / √(1 + mean over its categories c of r_c).
 */
import type { Labels } from '../data/catalog.ts';
import type { CsrMatrix } from '../data/csr.ts';
import { log1p } from '../math/elementary.ts';

/** Per item: how many gave a value, their mean, and the population variance; both 0 where nobody did. */
export interface Opinions {
  readonly popularity: Uint32Array;
  readonly meanValue: Float32Array;
  readonly variance: Float32Array;
}

export interface Elicitation extends Opinions {
  readonly categories: Labels | null;
  readonly rated: ReadonlySet<number>;
  /** Items the person did not know; they are not asked about again. */
  readonly skipped: ReadonlySet<number>;
  readonly n: number;
  /** What an answer teaches, where it is not to be popularity and variance; one per item. */
  readonly gains?: Float64Array;
  /** Whether to turn to another category once one has been asked about; unless told otherwise. */
  readonly spread?: boolean;
  /** What each item's gain is multiplied by, such as a person's own leaning. */
  readonly leaning?: Float64Array | null;
}

/** Items × users in, one pass over the stored cells. */
export function opinionsOf(byItem: CsrMatrix): Opinions {
  const { rows, indptr, values } = byItem;
  const popularity = new Uint32Array(rows);
  const meanValue = new Float32Array(rows);
  const variance = new Float32Array(rows);
  for (let item = 0; item < rows; item++) {
    const count = indptr[item + 1] - indptr[item];
    if (count === 0) continue;
    let sum = 0;
    for (let i = indptr[item]; i < indptr[item + 1]; i++) sum += values[i];
    const mean = sum / count;
    let squares = 0;
    for (let i = indptr[item]; i < indptr[item + 1]; i++) squares += (values[i] - mean) ** 2;
    popularity[item] = count;
    meanValue[item] = mean;
    variance[item] = squares / count;
  }
  return { popularity, meanValue, variance };
}

/**
 * At most n items, the most instructive first; of equals the better liked, then the lower index.
 * Where opinions never differ, as in implicit data, popularity alone decides. O(n · items).
 */
export function proposeNext(input: Elicitation): number[] {
  const { rated, skipped, n, leaning, spread = true } = input;
  const categories = spread ? input.categories : null;
  const worth = input.gains ?? gainsOf(input);
  const gains = leaning ? worth.map((gain, item) => gain * leaning[item]) : worth;
  const known = new Float64Array(categories ? categories.names.length : 0);
  const learn = (item: number) => {
    if (!categories) return;
    for (let i = categories.indptr[item]; i < categories.indptr[item + 1]; i++) known[categories.indices[i]]++;
  };
  for (const item of rated) learn(item);

  const open: number[] = [];
  for (let item = 0; item < gains.length; item++) if (!rated.has(item) && !skipped.has(item)) open.push(item);

  const chosen: number[] = [];
  while (chosen.length < n && open.length > 0) {
    let best = 0;
    let bestGain = -1;
    for (let at = 0; at < open.length; at++) {
      const item = open[at];
      const gain = gains[item] / Math.sqrt(1 + familiarity(categories, item, known));
      if (gain > bestGain || (gain === bestGain && input.meanValue[item] > input.meanValue[open[best]])) {
        best = at;
        bestGain = gain;
      }
    }
    const [item] = open.splice(best, 1);
    chosen.push(item);
    learn(item);
  }
  return chosen;
}

/**
 * 1 for an item that has nothing to do with what was said, up to 2 for one all of whose categories are liked, down to 0
 * for one all of whose are disliked: so much the likelier is it that the person knows it and has an opinion.
 */
export function leaningOf(
  categories: Labels | null,
  liked: readonly string[],
  disliked: readonly string[],
): Float64Array | null {
  if (!categories || liked.length + disliked.length === 0) return null;
  const signs = categories.names.map((name) => Number(liked.includes(name)) - Number(disliked.includes(name)));
  const { indptr, indices } = categories;
  return Float64Array.from({ length: indptr.length - 1 }, (_, item) => {
    const own = indices.subarray(indptr[item], indptr[item + 1]);
    return own.length ? 1 + own.reduce((sum, category) => sum + signs[category], 0) / own.length : 1;
  });
}

function gainsOf({ popularity, variance }: Opinions): Float64Array {
  const divided = variance.some((spread) => spread > 0);
  return Float64Array.from(popularity, (count, item) => log1p(count) * (divided ? variance[item] : 1));
}

function familiarity(categories: Labels | null, item: number, known: Float64Array): number {
  if (!categories) return 0;
  const from = categories.indptr[item];
  const to = categories.indptr[item + 1];
  let sum = 0;
  for (let i = from; i < to; i++) sum += known[categories.indices[i]];
  return to > from ? sum / (to - from) : 0;
}
