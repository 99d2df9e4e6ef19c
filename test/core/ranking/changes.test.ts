import { expect, it } from 'vitest';
import { changesBetween } from '../../../src/core/ranking/changes.ts';

it('counts the places climbed, and marks what is new', () => {
  expect(changesBetween([7, 8, 9], [9, 7, 5])).toEqual([2, -1, 'new']);
});

it('finds nothing new in a first list', () => {
  expect(changesBetween([], [3, 1])).toEqual([0, 0]);
  expect(changesBetween([3, 1], [])).toEqual([]);
});
