import { describe, expect, it } from 'vitest';
import { queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import type { Recommender } from '../../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import { weightedHybrid } from '../../../src/core/recommenders/weighted-hybrid.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { lessonPath } from '../../fixtures/lesson.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { describeShared, readShared } from '../../shared.ts';

describeShared('a weighted hybrid on the ratings of the teaching day', [lessonPath], () => {
  const expected = readShared(lessonPath);
  const events = (expected.ratings as number[][]).flatMap((row, user) =>
    row.flatMap((value, item) => (value > 0 ? [{ user, item, value }] : [])),
  );
  // The last item has words, and no rating.
  const train = buildTrainingSet(datasetOf(events, { catalog: { text: expected.texts } }, { items: 15 }));
  const { correctedScores, correctedTop, predictCorrected, listLength } = expected.hybrid;
  // The reference has 5 factors: with the lesson's 50, of which 12 exist, the filled table comes back as it was.
  const svd = recommenders.get('svd');
  const withFiveFactors: Recommender = {
    ...svd,
    presets: [{ id: 'notebook', label: '', params: { ...preset('svd'), factors: expected.svd.factors } }],
  };
  const hybrid = weightedHybrid([withFiveFactors, recommenders.get('tf-idf')]);
  const params = { ...preset('weighted-hybrid'), length: listLength };
  const model = drive(hybrid.fit(train, params, testEnv()));

  it('adds up places as the notebook does, what a person has rated left out', async () => {
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(await model, query, train.items);
      for (const [item, score] of correctedScores[user]) expect(scores[item]).toBeCloseTo(score, 9);
      expect([...topN(scores, expected.n, query.history.indices)]).toEqual(correctedTop[user]);
    }
  });

  it('predicts the mean of what its parts predict, by their weights', async () => {
    const rates = new Float64Array(train.items);
    for (let user = 0; user < train.users; user++) {
      (await model).rate!(queryOfUser(train, user), rates);
      predictCorrected.values[user].forEach((rating: number, item: number) =>
        expect(rates[item]).toBeCloseTo(rating, 9),
      );
    }
  });
});

describe('a weighted hybrid', () => {
  const train = buildTrainingSet(datasetOf(randomRatings(60, 40, 0.2, 5)));
  const query = queryOfUser(train, 3);
  const seen = query.history.indices;
  const list = async (params: Record<string, string | number>) =>
    topN(await scoresOf(await fitModel('weighted-hybrid', train, params), query, train.items), 10, seen);

  it('is the list of the one part that has any weight', async () => {
    const parts = { first: 'popularity', second: 'item-knn', firstWeight: 0, secondWeight: 0.3 };
    const alone = await scoresOf(await fitModel('item-knn', train), query, train.items);
    expect(await list(parts)).toEqual(topN(alone, 10, seen));
    expect(await list({ ...parts, combine: 'score' })).toEqual(topN(alone, 10, seen));
  });

  it('counts a part chosen twice twice, and fits it once', async () => {
    const twice = { first: 'popularity', second: 'popularity', third: 'item-knn', thirdWeight: 0.5 };
    const model = await fitModel('weighted-hybrid', train, { ...twice, firstWeight: 0.25, secondWeight: 0.25 });
    const once = { first: 'popularity', second: 'item-knn', firstWeight: 0.5, secondWeight: 0.5 };
    const other = await fitModel('weighted-hybrid', train, once);
    expect(await scoresOf(model, query, train.items)).toEqual(await scoresOf(other, query, train.items));
    expect(Object.keys(model.snapshot().arrays).toSorted()).toEqual(Object.keys(other.snapshot().arrays).toSorted());
  });

  it('says where each part puts an item, and why', async () => {
    const model = await fitModel('weighted-hybrid', train, { first: 'popularity', length: 20 });
    const popular = topN(await scoresOf(await fitModel('popularity', train), query, train.items), 1, seen)[0];
    const said = model.explain!(query, popular).parts.find(({ label }) => label.startsWith('Popularity'))!;
    expect(said).toMatchObject({ kind: 'model', label: 'Popularity, number 1 of 20', amount: 0.7 });
    expect(said.because!.parts[0].label).toMatch(/people/);
  });

  it('has nothing to say of what stands in neither list', async () => {
    const scores = await scoresOf(await fitModel('weighted-hybrid', train, { length: 2 }), query, train.items);
    const scored = scores.filter((score) => !Number.isNaN(score)).length;
    expect(scored).toBeGreaterThanOrEqual(2);
    expect(scored).toBeLessThanOrEqual(4);
  });

  it('does not change its mind about one person when asked about another', async () => {
    const model = await fitModel('weighted-hybrid', train);
    const before = await scoresOf(model, query, train.items);
    await scoresOf(model, queryFrom([{ item: 1, value: 5 }]), train.items);
    expect(await scoresOf(model, query, train.items)).toEqual(before);
  });

  it('finds held-out favorites', async () => {
    expect(Math.abs((await goldenNdcg('weighted-hybrid')) - 0.167)).toBeLessThan(0.02);
  });
});
