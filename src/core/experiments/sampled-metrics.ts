/**
 * W. Krichene & S. Rendle, "On Sampled Metrics for Item Recommendation", KDD 2020: ranked among a few items drawn by chance
 * instead of among all, recommenders look better than they are, and may change places.
 *
 * Of the N items a person could be shown that are not relevant, a stand before a relevant one. Among m of them, drawn without
 * replacement, the number X that stand before it is hypergeometric,
 *
 *   P(X = x) = C(a, x) C(N − a, m − x) / C(N, m)
 *
 * and with i relevant items before it its place is i + X + 1. So everything that is a sum over relevant items has an exact
 * expectation over all the samples there are, and nothing need be drawn:
 *
 *   recall@k = Σ P(i + X < k) / relevant      NDCG@k = Σ E[discount(i + X); i + X < k] / ideal
 *
 * and a hit is the first relevant item among the first k: P(X < k), i = 0. With m = N these are the metrics themselves.
 */
import type { Dialect } from '../dialects.ts';
import { discountOf, recallOver } from '../dialects.ts';
import { exp, ln } from '../math/elementary.ts';
import type { KeptPlaces } from './kept-places.ts';

export const sampledMetrics = ['ndcg', 'recall', 'hit-rate'] as const;
export type SampledMetric = (typeof sampledMetrics)[number];

/** Expected values by metric, at each number of sampled items. */
export type SampledFigures = Readonly<Record<SampledMetric, Float64Array>>;

/** Round numbers from 1 to `most`, dense enough for a slider, and `most` itself; `also` is among them where it fits. */
export function sampleSizes(most: number, also?: number): number[] {
  const sizes = new Set<number>();
  for (let ten = 1; ten < most; ten *= 10) for (const one of [1, 1.5, 2, 3, 4, 5, 7]) sizes.add(one * ten);
  if (also !== undefined) sizes.add(also);
  const fitting = [...sizes].filter((size) => Number.isInteger(size) && size < most);
  return [...fitting, most].sort((a, b) => a - b);
}

/** The most items anybody could be shown that are not relevant: all of them, for everybody. */
export const largestPool = ({ pools }: KeptPlaces): number =>
  Array.from(pools).reduce((most, one) => Math.max(most, one), 0);

/**
 * The means over people, of each recommender's places. Who has fewer items than are to be sampled is shown all of them.
 * O(sizes · recommenders · relevant items · k). Yields the share done.
 */
export function* sampledFigures(
  columns: readonly KeptPlaces[],
  sizes: readonly number[],
  k: number,
  dialect: Dialect,
): Generator<number, SampledFigures[], void> {
  const logs = logFactorials(Math.max(0, ...columns.map(largestPool)));
  const gains = Float64Array.from({ length: k }, (_, place) => discountOf(dialect, place));
  const ideals = gains.map((_, last) => gains.slice(0, last + 1).reduce((sum, gain) => sum + gain, 0));
  const found: SampledFigures[] = [];
  for (const places of columns) {
    const figures = {
      ndcg: new Float64Array(sizes.length),
      recall: new Float64Array(sizes.length),
      'hit-rate': new Float64Array(sizes.length),
    };
    for (const [at, size] of sizes.entries()) {
      const means = meansAt(places, size, { k, dialect, gains, ideals, logs });
      for (const metric of sampledMetrics) figures[metric][at] = means[metric];
      yield (found.length + (at + 1) / sizes.length) / columns.length;
    }
    found.push(figures);
  }
  return found;
}

interface Tables {
  readonly k: number;
  readonly dialect: Dialect;
  readonly gains: Float64Array;
  /** NDCG's denominator for 1 … k relevant items. */
  readonly ideals: Float64Array;
  readonly logs: Float64Array;
}

function meansAt({ pools, indptr, ahead }: KeptPlaces, size: number, tables: Tables): Record<SampledMetric, number> {
  const { k, dialect, gains, ideals, logs } = tables;
  let people = 0;
  let hits = 0;
  let recalls = 0;
  let gainsWon = 0;
  for (let person = 0; person < pools.length; person++) {
    const relevant = indptr[person + 1] - indptr[person];
    if (relevant > 0 || dialect.blank === 'zero') people++;
    const pool = pools[person];
    const drawn = Math.min(size, pool);
    let found = 0;
    let gained = 0;
    for (let i = 0; i < Math.min(relevant, k); i++) {
      const before = ahead[indptr[person] + i];
      if (before > pool) break;
      // The fewest that can have been drawn from those before it.
      const least = Math.max(0, drawn - (pool - before));
      const most = Math.min(before, drawn, k - 1 - i);
      if (least > most) continue;
      let chance = exp(
        logChoose(logs, before, least) + logChoose(logs, pool - before, drawn - least) - logChoose(logs, pool, drawn),
      );
      let within = 0;
      for (let x = least; x <= most; x++) {
        within += chance;
        gained += chance * gains[i + x];
        chance *= ((before - x) * (drawn - x)) / ((x + 1) * (pool - before - drawn + x + 1));
      }
      if (i === 0) hits += within;
      found += within;
    }
    if (relevant === 0) continue;
    recalls += found / recallOver(dialect, { relevant, returned: k, k });
    gainsWon += gained / ideals[Math.min(relevant, k) - 1];
  }
  return { ndcg: gainsWon / people, recall: recalls / people, 'hit-rate': hits / people };
}

/** ln n! for n = 0 … most. */
function logFactorials(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let n = 2; n <= most; n++) logs[n] = logs[n - 1] + ln(n);
  return logs;
}

const logChoose = (logs: Float64Array, n: number, chosen: number) => logs[n] - logs[chosen] - logs[n - chosen];
