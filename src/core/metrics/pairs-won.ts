import type { Evaluated } from './metric.ts';

/**
 * The share of pairs of a relevant and another candidate in which the relevant one comes first; an equal score is half a
 * pair (Mann & Whitney 1947, by the sum of mean ranks). NaN where every candidate is relevant.
 */
export function pairsWon({ relevant, ranks }: Evaluated): number {
  const { best, worst, candidates } = ranks!;
  const count = relevant.length;
  const others = candidates - count;
  if (others === 0) return NaN;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += (best[at] + worst[at]) / 2;
  return 1 - (sum - (count * (count + 1)) / 2) / (count * others);
}
