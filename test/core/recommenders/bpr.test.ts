import { describe, expect, it } from 'vitest';
import { newcomer } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { fitModel, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { parity } from '../../fixtures/parity.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

describe('bpr', () => {
  const { dataset, withheld } = parity('implicit');
  const train = buildTrainingSet(dataset);

  it.each([{ negatives: 'popular' }, { step: 'sgd', epochs: 100 }, { biases: false }, { factors: 5 }])(
    'finds the one withheld item with %o',
    async (params) => {
      const model = await fitModel('bpr', train, params);
      for (const [user, item] of withheld.entries()) {
        const query = queryOfUser(train, user);
        expect(topN(await scoresOf(model, query, train.items), 1, query.history.indices)[0]).toBe(item);
      }
    },
  );

  const community = buildTrainingSet(datasetOf(randomRatings(150, 120, 0.15, 11)));

  it('shows someone new what is widely liked, or nothing in particular without biases', async () => {
    const liked = new Float64Array(community.items);
    community.byUser.indices.forEach((item, at) => (liked[item] += Number(community.byUser.values[at] > 3)));
    const usual = liked.reduce((sum, count) => sum + count, 0) / liked.length;
    const scores = await scoresOf(
      await fitModel('bpr', community, { factors: 8, epochs: 12 }),
      newcomer,
      community.items,
    );
    for (const item of topN(scores, 5, [])) expect(liked[item]).toBeGreaterThan(usual);
    const level = await scoresOf(
      await fitModel('bpr', community, { factors: 8, epochs: 12, biases: false }),
      newcomer,
      community.items,
    );
    expect(new Set(level)).toEqual(new Set([0]));
  });

  it('shows less of what is popular when the popular are often compared with', async () => {
    const counts = community.byItem.indptr;
    const popularity = async (negatives: string) => {
      const model = await fitModel('bpr', community, { factors: 8, epochs: 12, negatives });
      let sum = 0;
      for (let user = 0; user < community.users; user++) {
        const query = queryOfUser(community, user);
        for (const item of topN(await scoresOf(model, query, community.items), 5, query.history.indices)) {
          sum += counts[item + 1] - counts[item];
        }
      }
      return sum;
    };
    expect(await popularity('popular')).toBeLessThan(await popularity('uniform'));
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('bpr', { factors: 8, epochs: 15 })) - 0.14)).toBeLessThan(0.02);
  });
});
