import type { Evaluated, MetricContext } from './metric.ts';

/** The mean of a number over the first k places; NaN for an empty list. */
export function meanOverList({ ranking }: Evaluated, { k }: MetricContext, value: (item: number) => number): number {
  const places = Math.min(k, ranking.length);
  let sum = 0;
  for (let place = 0; place < places; place++) sum += value(ranking[place]);
  return places > 0 ? sum / places : NaN;
}

/** One minus the mean of a likeness over all pairs of the list; NaN below two items. */
export function meanUnlikeness(
  { ranking }: Evaluated,
  { k }: MetricContext,
  likeness: (a: number, b: number) => number,
): number {
  const places = Math.min(k, ranking.length);
  let sum = 0;
  for (let a = 0; a < places; a++) for (let b = a + 1; b < places; b++) sum += likeness(ranking[a], ranking[b]);
  return places > 1 ? 1 - sum / ((places * (places - 1)) / 2) : NaN;
}
