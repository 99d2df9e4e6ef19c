import type { DatasetView } from '../rpc/lab-api.ts';

/** The mean of everyone's ratings: what somebody without any is held against. */
export function usualRating({ profile: { values, counts } }: DatasetView): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] * counts[i];
    count += counts[i];
  }
  return sum / count;
}
