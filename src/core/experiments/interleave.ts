/**
 * F. Radlinski, M. Kurup & T. Joachims, "How Does Clickthrough Data Reflect Retrieval Quality?", CIKM 2008: team draft.
 * As captains choose their teams: whoever has fewer on the list chooses next, a coin decides between equals, and each
 * choice is that side's best item not yet on the list. Every item on it counts for the side that chose it. What somebody
 * takes without knowing who chose it says which side serves them better; a side that is no better wins half the time:
 *
 *   p = Σ over w as unlikely as what was seen, or more, of  C(n, w) / 2ⁿ,   n rounds won by either side
 */
import type { Rng } from '../rng.ts';
import { exp, ln } from '../math/elementary.ts';

export type Side = 'a' | 'b';

export interface Draft {
  readonly items: readonly number[];
  /** Who chose each. */
  readonly sides: readonly Side[];
}

/** `n` items at most of two rankings, best first; fewer where both are used up. */
export function teamDraft(a: ArrayLike<number>, b: ArrayLike<number>, n: number, rng: Rng): Draft {
  const rankings = { a, b };
  const at = { a: 0, b: 0 };
  const chosen = { a: 0, b: 0 };
  const items: number[] = [];
  const sides: Side[] = [];
  const taken = new Set<number>();
  const skipTaken = (side: Side) => {
    while (at[side] < rankings[side].length && taken.has(rankings[side][at[side]])) at[side]++;
    return at[side] < rankings[side].length;
  };
  while (items.length < n) {
    const able = (['a', 'b'] as const).filter(skipTaken);
    if (able.length === 0) break;
    const fewer = able.filter((side) => chosen[side] === Math.min(...able.map((one) => chosen[one])));
    const side = fewer.length === 1 ? fewer[0] : fewer[rng.int(2)];
    const item = rankings[side][at[side]];
    taken.add(item);
    chosen[side]++;
    items.push(item);
    sides.push(side);
  }
  return { items, sides };
}

/** Whom a round goes to: the side with more of the items picked; null where both have as many. */
export function winnerOf({ items, sides }: Draft, picked: readonly number[]): Side | null {
  const score = picked.reduce((sum, item) => {
    const place = items.indexOf(item);
    return place < 0 ? sum : sum + (sides[place] === 'a' ? 1 : -1);
  }, 0);
  return score === 0 ? null : score > 0 ? 'a' : 'b';
}

/** Rounds won by each side, and ties. */
export interface Tally {
  readonly a: number;
  readonly b: number;
  readonly ties: number;
}

/** How often two equal sides would come to a difference as large, or larger: two-sided, exact; 1 without a decided round. */
export function signTest({ a, b }: Pick<Tally, 'a' | 'b'>): number {
  const n = a + b;
  const fewer = Math.min(a, b);
  if (2 * fewer >= n) return 1;
  // C(n, w) / 2ⁿ in logarithms, which n in the thousands does not overflow.
  let log = -n * Math.LN2;
  let tail = 0;
  for (let w = 0; w <= fewer; w++) {
    tail += exp(log);
    log += ln((n - w) / (w + 1));
  }
  return Math.min(1, 2 * tail);
}
