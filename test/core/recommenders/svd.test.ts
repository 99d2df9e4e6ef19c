import { describe, expect, it } from 'vitest';
import { newcomer } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { ratingBaseline } from '../../../src/core/math/rating-baseline.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { describeShared, readShared } from '../../shared.ts';

describeShared('svd on the ratings of the teaching day', ['oracle/day29-expected.json'], () => {
  const { ratings, svd: expected, n } = readShared('oracle/day29-expected.json');
  const rows: number[][] = ratings;
  const events: Event[] = rows.flatMap((row, user) =>
    row.flatMap((value, item) => (value > 0 ? [{ user, item, value }] : [])),
  );
  const train = buildTrainingSet(datasetOf(events, {}, { items: rows[0].length }));

  it('predicts what the notebook does, to the ninth digit, and lists the same', async () => {
    const model = await fitModel('svd', train, { ...preset('svd'), factors: expected.factors });
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(model, query, train.items);
      scores.forEach((score, item) => expect(score).toBeCloseTo(expected.prediction[user][item], 9));
      expect([...topN(scores, n, query.history.indices)]).toEqual(expected.top[user]);
      const rates = new Float64Array(train.items);
      model.rate!(query, rates);
      expect(rates).toEqual(scores);
    }
  });

  it('takes fewer factors than asked for where there are no more, and gives the filled table back', async () => {
    expect(expected.requestingTooManyFactors.effective).toBe(train.users);
    const model = await fitModel('svd', train, preset('svd'));
    for (let user = 0; user < train.users; user++) {
      const scores = await scoresOf(model, queryOfUser(train, user), train.items);
      scores.forEach((score, item) => expect(score).toBeCloseTo(rows[user][item] || expected.globalMean, 9));
    }
  });
});

describe('svd', () => {
  const train = buildTrainingSet(datasetOf(randomRatings(60, 40, 0.2, 5), {}, { items: 41 }));

  it('answers someone new with the baseline, and says nothing where it is asked for a list', async () => {
    const model = await fitModel('svd', train);
    const rates = new Float64Array(train.items);
    model.rate!(newcomer, rates);
    expect(rates).toEqual(ratingBaseline(train.byItem).items);
    expect([...(await scoresOf(model, newcomer, train.items))].every(Number.isNaN)).toBe(true);
  });

  it('leaves an item nobody rated at what is usual, or out of the list where gaps are nothing', async () => {
    const query = queryOfUser(train, 3);
    const usual = await fitModel('svd', train);
    const { items, offset } = ratingBaseline(train.byItem);
    expect((await scoresOf(usual, query, 41))[40]).toBeCloseTo(items[40] + offset(query.history), 12);
    const pure = await fitModel('svd', train, preset('svd', 'pure'));
    expect((await scoresOf(pure, query, 41))[40]).toBeNaN();
    expect(pure.rate).toBeUndefined();
  });

  it('keeps its standing', async () => {
    const standing = { baseline: 0, zero: 0 };
    for (const fill of ['baseline', 'zero'] as const) standing[fill] = await goldenNdcg('svd', { fill, factors: 3 });
    expect(standing.baseline).toBeCloseTo(0.1, 1);
    expect(standing.zero).toBeCloseTo(0.15, 1);
  });
});
