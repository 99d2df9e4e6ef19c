/**
 * An item nobody has met: what it is like, and whom to tell.
 * A. I. Schein, A. Popescul, L. H. Ungar, D. M. Pennock, "Methods and metrics for cold-start recommendations", SIGIR 2002.
 *
 * With s_j the likeness of the new item to item j by content, and w_uj what user u's value of j is worth:
 *   affinity(u) = Σ_j s_j w_uj / (Σ_j |s_j| + β)      over the nearest items u has; β null: the sum alone
 * The sum alone tells whoever has rated most. Divided, and with dislikes counting against, it tells who would like it.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { topN } from '../ranking/top-n.ts';

export interface Audience {
  /** How many items, the most alike, speak for it at all. */
  readonly nearest: number;
  /** How much a value speaks for what it was given to; as in the lesson, the value itself. */
  readonly weightOf: (value: number) => number;
  /** β: as if everyone had items of this much likeness that they are indifferent to. Null: do not divide. */
  readonly damping: number | null;
}

/** Someone to tell, with the items of theirs that speak for it, the weightiest first; amounts add up to the affinity. */
export interface Addressee {
  readonly user: number;
  readonly affinity: number;
  readonly because: readonly { readonly item: number; readonly amount: number }[];
}

/** The n users of the highest affinity above 0, best first, ties to the lower index. NaN is no likeness. O(cells). */
export function audienceOf(likeness: Float64Array, byUser: CsrMatrix, n: number, options: Audience): Addressee[] {
  const near = new Float64Array(likeness.length);
  for (const item of topN(likeness, options.nearest)) near[item] = likeness[item];
  const affinity = new Float64Array(byUser.rows);
  for (let user = 0; user < byUser.rows; user++) {
    const sum = partsOf(user).reduce((total, { amount }) => total + amount, 0);
    affinity[user] = sum > 0 ? sum : NaN;
  }
  return [...topN(affinity, n)].map((user) => ({
    user,
    affinity: affinity[user],
    because: partsOf(user).sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || a.item - b.item),
  }));

  function partsOf(user: number): { item: number; amount: number }[] {
    const { indices, values } = rowOf(byUser, user);
    const parts: { item: number; amount: number }[] = [];
    let size = 0;
    indices.forEach((item, i) => {
      const alike = near[item];
      if (alike === 0) return;
      size += Math.abs(alike);
      parts.push({ item, amount: alike * options.weightOf(values[i]) });
    });
    const divisor = options.damping === null ? 1 : size + options.damping;
    return parts.map(({ item, amount }) => ({ item, amount: amount / divisor }));
  }
}
