/** NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Of the mean: √(Σ (x − mean)² / (n − 1)) / √n, and 0 where n ≤ 1. */
export function standardError(values: ArrayLike<number>): number {
  const count = values.length;
  if (count <= 1) return 0;
  const middle = mean(values);
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - middle) ** 2;
  return Math.sqrt(squares / (count - 1) / count);
}

/** The q-quantile, 0 ≤ q ≤ 1, of ascending values, linear between neighbors. NaN for an empty list. */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  if (ascending.length === 0) return NaN;
  const position = q * (ascending.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
}

/** One number per user, with what is needed to make one number of them. NaN values do not count. */
export interface Sample {
  readonly values: ArrayLike<number>;
  /** How much each counts; null where all count the same. */
  readonly weights: ArrayLike<number> | null;
  /** 1: arithmetic mean. 2: quadratic mean, as in RMSE. */
  readonly order: 1 | 2;
}

/** (Σ w vᵖ / Σ w)^(1/p) over the values that are numbers; NaN where there are none. */
export function powerMean(sample: Sample): number {
  const [sums, weights] = termsOf(sample);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += sums[i];
    weight += weights[i];
  }
  return rootOf(sum / weight, sample.order);
}

/** What each user adds to the sum and to the weight; nothing where the value is not a number. */
export function termsOf({ values, weights, order }: Sample): readonly [sums: Float64Array, weights: Float64Array] {
  const sums = new Float64Array(values.length);
  const counts = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    counts[i] = weights ? weights[i] : 1;
    sums[i] = counts[i] * (order === 2 ? value * value : value);
  }
  return [sums, counts];
}

export const rootOf = (value: number, order: 1 | 2) => (order === 2 ? Math.sqrt(value) : value);
