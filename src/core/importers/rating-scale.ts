import type { RatingScale } from '../data/dataset.ts';

/** Scales people know, the tightest first. */
const known: readonly RatingScale[] = [
  { min: 0, max: 1, step: 1 },
  { min: 1, max: 5, step: 1 },
  { min: 0.5, max: 5, step: 0.5 },
  { min: 0, max: 5, step: 0.5 },
  { min: 1, max: 10, step: 1 },
  { min: 0, max: 10, step: 0.5 },
  { min: 0, max: 100, step: 1 },
];

const steps = [1, 0.5, 0.1, 0.01, 0.001];

export const isOnScale = (value: number, { min, max, step }: RatingScale): boolean =>
  value >= min && value <= max && isMultiple(value - min, step);

/** The tightest well-known scale that has all the values; else their own range, with a step that fits them. */
export function detectScale(values: Iterable<number>): RatingScale {
  const seen = [...values];
  const fitting = known.find((scale) => seen.every((value) => isOnScale(value, scale)));
  if (fitting) return fitting;
  const min = seen.reduce((least, value) => Math.min(least, value), Infinity);
  const max = seen.reduce((most, value) => Math.max(most, value), -Infinity);
  const step = steps.find((size) => seen.every((value) => isMultiple(value - min, size)));
  return { min, max, step: step ?? steps[steps.length - 1] };
}

export const scaleInWords = ({ min, max, step }: RatingScale): string => `${min} to ${max} in steps of ${step}`;

const isMultiple = (distance: number, step: number): boolean => {
  const times = distance / step;
  return Math.abs(times - Math.round(times)) < 1e-9;
};
