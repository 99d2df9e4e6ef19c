import { expect, it } from 'vitest';
import { normalizedGain } from '../../../src/core/math/normalized-gain.ts';

const discounts = [1, 1 / 2, 1 / 4, 1 / 8];

function gains(hits: readonly boolean[], possible: number): number[] {
  const out = new Float64Array(4);
  normalizedGain(hits, possible, discounts, out);
  return [...out];
}

it('is what the hits so far gain over what as many as possible would gain on top', () => {
  expect(gains([false, true, false, true], 2)).toEqual([0, 1 / 2 / 1.5, 1 / 2 / 1.5, 5 / 8 / 1.5]);
});

it('is 1 as long as there is nothing but hits, and where no more are possible', () => {
  expect(gains([true, true, false, false], 2)).toEqual([1, 1, 1, 1]);
});

it('counts nothing behind the end of a shorter list', () => {
  expect(gains([false, true], 3)).toEqual([0, 1 / 2 / 1.5, 1 / 2 / 1.75, 1 / 2 / 1.75]);
});

it('is 0 where no hit is possible', () => {
  expect(gains([], 0)).toEqual([0, 0, 0, 0]);
});
