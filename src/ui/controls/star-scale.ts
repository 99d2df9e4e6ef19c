import type { RatingScale } from '../../core/data/dataset.ts';

/** Data without a scale know one opinion: liked. */
export const likedValue = 1;
const most = 10;

/** The values a row of stars can give, ascending: every step of a short scale, ten even steps of a long one. */
export function starValues(scale: RatingScale | null): number[] {
  if (!scale) return [likedValue];
  const steps = Math.round((scale.max - scale.min) / scale.step) + 1;
  if (steps <= most) return Array.from({ length: steps }, (_, i) => scale.min + i * scale.step);
  return Array.from({ length: most }, (_, i) => {
    const value = scale.min + ((scale.max - scale.min) * (i + 1)) / most;
    return scale.min + Math.round((value - scale.min) / scale.step) * scale.step;
  });
}

/** How many of five stars a value fills: its share of the top, or of the span where the scale goes below zero. */
export function starsFilled(scale: RatingScale | null, value: number): number {
  if (!scale) return value > 0 ? 5 : 0;
  const low = Math.min(0, scale.min);
  return Math.max(0, Math.min(5, (5 * (value - low)) / (scale.max - low)));
}

/** The value nearest to that many stars, by key: 1 to 5, or a half less with Shift. */
export function valueForStars(scale: RatingScale | null, stars: number): number {
  const values = starValues(scale);
  return values.reduce((best, value) =>
    Math.abs(starsFilled(scale, value) - stars) < Math.abs(starsFilled(scale, best) - stars) ? value : best,
  );
}
