import { indexIn } from '../data/csr.ts';
import type { Evaluated, MetricContext } from './metric.ts';

/** Whether each of the first k places of the list holds a relevant item; shorter where the list is. */
export function hitsAmong({ ranking, relevant }: Evaluated, k: number): boolean[] {
  return Array.from(ranking.subarray(0, k), (item) => indexIn(relevant, item) >= 0);
}

/** How many of the first k places hold a relevant item. */
export function countHits({ ranking, relevant }: Evaluated, k: number): number {
  let hits = 0;
  for (let place = 0; place < Math.min(k, ranking.length); place++) {
    if (indexIn(relevant, ranking[place]) >= 0) hits++;
  }
  return hits;
}

/** What dialects divide by. */
export const sizesOf = ({ ranking, relevant }: Evaluated, { k }: MetricContext) => ({
  returned: ranking.length,
  relevant: relevant.length,
  k,
});

/** A share of nothing is nothing. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
