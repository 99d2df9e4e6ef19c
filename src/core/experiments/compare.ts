/**
 * Two recommenders judged on the same people: the mean of the differences, person by person, is far surer than the
 * difference of two means (the paired t-test; with the many people of a run the normal law stands in for Student's).
 */
export interface Difference {
  /** Mean of a − b over the people for whom both have a value; NaN where there are none. */
  readonly mean: number;
  /** 95 %. */
  readonly interval: readonly [number, number];
  /** Two-sided: how often chance alone would differ by as much. */
  readonly p: number;
  readonly people: number;
}

export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): Difference {
  let people = 0;
  let mean = 0;
  let squares = 0;
  // Welford (1962): one pass, no cancellation.
  for (let i = 0; i < a.length; i++) {
    const difference = a[i] - b[i];
    if (Number.isNaN(difference)) continue;
    people++;
    const step = difference - mean;
    mean += step / people;
    squares += step * (difference - mean);
  }
  if (people === 0) return { mean: NaN, interval: [NaN, NaN], p: NaN, people };
  const error = people > 1 ? Math.sqrt(squares / (people - 1) / people) : 0;
  const p = error === 0 ? (mean === 0 ? 1 : 0) : 2 * upperTail(Math.abs(mean) / error);
  return { mean, interval: [mean - 1.96 * error, mean + 1.96 * error], p, people };
}

/** 1 − Φ(z) for z ≥ 0, to 7.5e-8 (Abramowitz & Stegun 1964, 26.2.17). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
