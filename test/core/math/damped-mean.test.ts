import { expect, it } from 'vitest';
import { dampedMean } from '../../../src/core/math/damped-mean.ts';

it('is the plain mean without a prior, the prior without values, and between them otherwise', () => {
  expect(dampedMean(10, 2, 3, 0)).toBe(5);
  expect(dampedMean(0, 0, 3, 0)).toBe(3);
  expect(dampedMean(0, 0, 3, 5)).toBe(3);
  expect(dampedMean(10, 2, 3, 2)).toBe(4);
});
