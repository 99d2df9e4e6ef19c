/**
 * "Student", "The probable error of a mean", Biometrika 6(1), 1908: the mean of n values lies within
 *
 *   x̄ ± t · s / √n,   t the 97.5 % point of the law with ν = n − 1 degrees of freedom
 *
 * of what is estimated, 95 times in a hundred. For the few values a single person gives, where resampling has too little to
 * draw from.
 */
import type { Interval } from './bootstrap.ts';
import { atan } from './elementary.ts';

/**
 * The share of Student's law within ±t: with cos²θ = ν / (ν + t²) a finite sum for every whole ν ≥ 1 (Abramowitz & Stegun
 * 1964, 26.7.3 and 26.7.4).
 */
export function shareWithin(t: number, degrees: number): number {
  if (t === Infinity) return 1;
  const cosine = Math.sqrt(degrees / (degrees + t * t));
  const sine = t / Math.sqrt(degrees + t * t);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= (cosine * cosine * (power - 1)) / power;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (atan(t / Math.sqrt(degrees)) + sine * sum) : sine * sum;
}

/** The t with 95 % of the law within ±t, found by halving; kept, as it is asked for again and again. */
export function criticalValue(degrees: number): number {
  let known = criticalValues[degrees];
  if (known === undefined) {
    let low = 0;
    let high = 16;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (shareWithin(middle, degrees) < 0.95) low = middle;
      else high = middle;
    }
    criticalValues[degrees] = known = low;
  }
  return known;
}
const criticalValues: number[] = [];

/** 95 % intervals of the mean after each value, kept inside what values can be; null after the first. O(n). */
export function runningIntervals(values: readonly number[], least: number, most: number): (Interval | null)[] {
  let mean = 0;
  let squares = 0;
  return values.map((value, at) => {
    const count = at + 1;
    const before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    if (count < 2) return null;
    const half = criticalValue(at) * Math.sqrt(squares / at / count);
    return [Math.max(least, mean - half), Math.min(most, mean + half)];
  });
}

/** Two-sided p of the mean of paired differences being 0; 1 for fewer than two, or where all are 0. */
export function pairedP(differences: readonly number[]): number {
  const count = differences.length;
  if (count < 2) return 1;
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  // Rounding noise around equal differences is no spread.
  const error = squares < 1e-24 * count ? 0 : Math.sqrt(squares / (count - 1) / count);
  if (error === 0) return Math.abs(mean) < 1e-12 ? 1 : 0;
  return 1 - shareWithin(Math.abs(mean) / error, count - 1);
}
