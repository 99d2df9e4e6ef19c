/** Whoever is asked for the ratings of a few items may take a shorter way, and must come to the same numbers. */
import { describe, expect, it } from 'vitest';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import type { ParamValues } from '../../../src/core/params.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

const train = buildTrainingSet(datasetOf(randomRatings(40, 30, 0.3, 7), { feedback: 'explicit' }));
const few = Uint32Array.of(2, 3, 11, 28);

/** Few enough neighbors that most items have more to choose from. */
const ways: [string, ParamValues][] = [
  ['user-knn', { neighbors: 3 }],
  ['user-knn', { neighbors: 3, opposites: false, minNeighbors: 2 }],
  ['user-knn', { neighbors: 3, similarity: 'pearson', scoring: 'rating', rating: 'means' }],
  ['user-knn', { neighbors: 3, scoring: 'mean' }],
  ['item-knn', { neighbors: 3 }],
  ['item-knn', { neighbors: 3, opposites: false, minNeighbors: 2 }],
  ['item-knn', { neighbors: 3, kept: 10, scoring: 'mean' }],
];

describe.each(ways)('the ratings of a few items by %s with %o', (id, params) => {
  it('are those they have among all, to the last bit', async () => {
    const model = await fitModel(id, train, params);
    for (let user = 0; user < train.users; user++) {
      for (const query of [queryOfUser(train, user), { ...queryOfUser(train, user), user: null }]) {
        const [all, some] = [new Float64Array(train.items), new Float64Array(train.items)];
        model.rate!(query, all);
        model.rate!(query, some, few);
        expect(Array.from(few, (item) => some[item])).toEqual(Array.from(few, (item) => all[item]));
      }
    }
  });
});
