/** The standard normal law. */
import { exp } from './elementary.ts';

/** 1 − Φ(z), to 7.5e-8 (Abramowitz & Stegun 1964, 26.2.17). */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** Φ(z). */
export const normalShare = (z: number): number => 1 - upperTail(z);

/** The z with Φ(z) = share, 0 < share < 1, to 1e-6 in the middle: found by halving, as it is asked for a few times only. */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  let low = 0;
  let high = 40;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return low;
}
