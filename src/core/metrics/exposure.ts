import type { Evaluated, MetricContext } from './metric.ts';

/** How often each item of the catalog stands in a list. */
export function exposureOf(outcomes: readonly Evaluated[], { k, items }: MetricContext): Uint32Array {
  const shown = new Uint32Array(items);
  for (const { ranking } of outcomes) for (const item of ranking.subarray(0, k)) shown[item]++;
  return shown;
}
