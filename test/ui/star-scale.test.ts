import { describe, expect, it } from 'vitest';
import { starsFilled, starValues, valueForStars } from '../../src/ui/controls/star-scale.ts';

const halves = { min: 0.5, max: 5, step: 0.5 };
const whole = { min: 1, max: 5, step: 1 };
const ten = { min: 1, max: 10, step: 1 };
const hundred = { min: 0, max: 100, step: 1 };
const jester = { min: -10, max: 10, step: 0.01 };

describe('stars on a scale', () => {
  it('offers every step of a short scale and ten even steps of a long one', () => {
    expect(starValues(halves)).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
    expect(starValues(whole)).toEqual([1, 2, 3, 4, 5]);
    expect(starValues(ten)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(starValues(hundred)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(starValues(null)).toEqual([1]);
  });

  it('fills five stars at the top, and none below the bottom', () => {
    expect(starsFilled(halves, 4.5)).toBe(4.5);
    expect(starsFilled(ten, 7)).toBe(3.5);
    expect(starsFilled(hundred, 50)).toBe(2.5);
    expect(starsFilled(jester, 0)).toBe(2.5);
    expect(starsFilled(jester, -10)).toBe(0);
    expect(starsFilled(null, 1)).toBe(5);
  });

  it('takes a number of stars to the nearest value there is', () => {
    expect(valueForStars(halves, 3.5)).toBe(3.5);
    expect(valueForStars(whole, 3)).toBe(3);
    expect(valueForStars(ten, 3.5)).toBe(7);
    expect(starValues(whole)).toContain(valueForStars(whole, 2.5));
  });
});
