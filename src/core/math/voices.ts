/**
 * How the voices of neighbors become a number. Neighbor v, of similarity s_v, says d_v of an item:
 *   added up    Σ s_v d_v
 *   averaged    prior + Σ s_v d_v / (Σ |s_v| + doubt)
 * `doubt` is as if that much similarity spoke for the prior, so that one weak neighbor decides little.
 */
import type { SparseRow } from '../data/csr.ts';
import type { RatingBaseline } from './rating-baseline.ts';
import { mean } from './statistics.ts';

export interface Reckoning {
  /** null: added up. */
  readonly doubt: number | null;
  /** What holds for a person before anybody speaks, by item; null: nothing, and an item nobody speaks of has no number. */
  readonly prior: ((history: SparseRow) => (item: number) => number) | null;
  /** An item of the history is worth what it was given. */
  readonly ownRatings: boolean;
  /** Fewer voices than this say nothing; 1 unless given. */
  readonly least?: number;
}

export const addedUp: Reckoning = { doubt: null, prior: null, ownRatings: false };
export const averaged: Reckoning = { doubt: 0, prior: null, ownRatings: false };

/** Around the mean of the history; nothing for someone without one. */
export const aroundMean: Reckoning = {
  doubt: 0,
  prior({ values }) {
    const usual = mean(values);
    return () => usual;
  },
  ownRatings: true,
};

/** Around what everyone gives each item. */
export const aroundItemMeans = (means: Float64Array, doubt: number): Reckoning => ({
  doubt,
  prior: () => (item) => means[item],
  ownRatings: false,
});

/** Around what is usual for item and person. */
export const aroundBaseline = (baseline: RatingBaseline, doubt: number): Reckoning => ({
  doubt,
  prior(history) {
    const offset = baseline.offset(history);
    return (item) => baseline.items[item] + offset;
  },
  ownRatings: false,
});

/** Per item: Σ s d, Σ |s| and how many spoke. Filled by whoever walks the neighbors. */
export interface Voices {
  readonly sums: Float64Array;
  readonly weights: Float64Array;
  readonly counts: Uint32Array;
}

export function createVoices(items: number): Voices {
  return { sums: new Float64Array(items), weights: new Float64Array(items), counts: new Uint32Array(items) };
}

export function silence({ sums, weights, counts }: Voices): void {
  sums.fill(0);
  weights.fill(0);
  counts.fill(0);
}

/** One number per item, NaN where there is nothing to say. */
export function reckon(
  { doubt, prior, ownRatings, least = 1 }: Reckoning,
  { sums, weights, counts }: Voices,
  history: SparseRow,
  out: Float64Array,
): void {
  const before = prior?.(history);
  for (let item = 0; item < out.length; item++) {
    if (counts[item] < least) out[item] = before ? before(item) : NaN;
    else if (doubt === null) out[item] = sums[item];
    else out[item] = (before ? before(item) : 0) + sums[item] / (weights[item] + doubt);
  }
  if (ownRatings) for (let i = 0; i < history.indices.length; i++) out[history.indices[i]] = history.values[i];
}

/** The parts of one item's number: what held before, or NaN, and each voice's share in the order given; none of too few. */
export function shareOut(
  { doubt, prior, least = 1 }: Reckoning,
  heard: readonly { readonly similarity: number; readonly says: number }[],
  history: SparseRow,
  item: number,
): { prior: number; shares: number[] } {
  const voices = heard.length < least ? [] : heard;
  const weight = voices.reduce((sum, { similarity }) => sum + Math.abs(similarity), doubt ?? 0);
  return {
    prior: prior ? prior(history)(item) : voices.length > 0 ? 0 : NaN,
    shares: voices.map(({ similarity, says }) => (similarity * says) / (doubt === null ? 1 : weight)),
  };
}
