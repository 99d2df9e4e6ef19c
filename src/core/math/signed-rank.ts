/**
 * F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1(6), 1945. Differences of 0 are dropped,
 * the others ranked by size, equal sizes sharing their mean rank:
 *
 *   W⁺ = Σ ranks of positive differences,   E = n (n + 1) / 4,   Var = n (n + 1) (2n + 1) / 24 − Σ over ties (t³ − t) / 48
 *
 * p is two-sided: exact over all 2ⁿ signs, ties included, up to n = 50, by the normal law with a correction for continuity
 * above. The effect is the matched-pairs rank-biserial correlation (Kerby 2014): share of ranks for minus share against.
 */
import { upperTail } from './normal.ts';

export interface SignedRank {
  /** W⁺, the sum of the ranks of positive differences. */
  readonly statistic: number;
  /** Differences that are not 0. */
  readonly n: number;
  /** 1 where no difference is left. */
  readonly p: number;
  /** −1 … 1; 0 where no difference is left. */
  readonly rankBiserial: number;
}

const exactUpTo = 50;
/** Differences that agree to twelve decimals are equal: rounding noise must not break ties. */
const grid = 1e12;

/** O(n log n). NaN is left out. */
export function signedRank(differences: ArrayLike<number>): SignedRank {
  const above: number[] = [];
  const below: number[] = [];
  for (let i = 0; i < differences.length; i++) {
    const size = Math.round(differences[i] * grid) / grid;
    if (size > 0) above.push(size);
    else if (size < 0) below.push(-size);
  }
  const n = above.length + below.length;
  if (n === 0) return { statistic: 0, n, p: 1, rankBiserial: 0 };
  const { statistic, ranks, ties } = rankSums(Float64Array.from(above).sort(), Float64Array.from(below).sort());
  const all = (n * (n + 1)) / 2;
  const distance = Math.abs(statistic - all / 2);
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const p =
    n <= exactUpTo
      ? exactP(ranks, distance)
      : Math.min(1, 2 * upperTail(Math.max(0, distance - 0.5) / Math.sqrt(variance)));
  return { statistic, n, p, rankBiserial: (2 * statistic) / all - 1 };
}

/** Walks two ascending lists at once: every rank, the sum of those of the first list, and Σ (t³ − t). */
function rankSums(above: Float64Array, below: Float64Array) {
  const ranks: number[] = [];
  let statistic = 0;
  let ties = 0;
  let a = 0;
  let b = 0;
  while (a < above.length || b < below.length) {
    const size = Math.min(a < above.length ? above[a] : Infinity, b < below.length ? below[b] : Infinity);
    const before = a + b;
    const from = a;
    while (above[a] === size) a++;
    while (below[b] === size) b++;
    const equal = a + b - before;
    const rank = before + (equal + 1) / 2;
    statistic += rank * (a - from);
    ties += equal ** 3 - equal;
    for (let i = 0; i < equal; i++) ranks.push(rank);
  }
  return { statistic, ranks, ties };
}

/** The share of all signs that put W⁺ at least as far from its middle. Ranks may be halves, so twice the ranks are counted. */
function exactP(ranks: readonly number[], distance: number): number {
  const all = ranks.reduce((sum, rank) => sum + 2 * rank, 0);
  const ways = new Float64Array(all + 1);
  ways[0] = 1;
  for (const rank of ranks) for (let sum = all; sum >= 2 * rank; sum--) ways[sum] += ways[sum - 2 * rank];
  let far = 0;
  for (let sum = 0; sum <= all; sum++) if (Math.abs(sum - all / 2) >= 2 * distance - 1e-9) far += ways[sum];
  return far / 2 ** ranks.length;
}
