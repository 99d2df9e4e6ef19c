import { expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { tasteProfile } from '../../../src/core/data/taste-profile.ts';

const categories = buildLabels([['Crime', 'Drama'], ['Drama'], ['Horror'], []]);

it('counts and averages by category, the most rated first', () => {
  const ratings = [5, 2, 3, 4].map((value, item) => ({ item, value }));
  expect(tasteProfile(ratings, categories)).toEqual({
    ratings: 4,
    mean: 3.5,
    categories: [
      { name: 'Drama', ratings: 2, mean: 3.5 },
      { name: 'Crime', ratings: 1, mean: 5 },
      { name: 'Horror', ratings: 1, mean: 3 },
    ],
  });
});

it('has no mean and no categories where nothing is rated', () => {
  expect(tasteProfile([], categories)).toEqual({ ratings: 0, mean: NaN, categories: [] });
  expect(tasteProfile([{ item: 3, value: 4 }], null).categories).toEqual([]);
});
