import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { ratingBaseline } from '../../../src/core/math/rating-baseline.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { itemKnn } from '../../../src/core/recommenders/item-knn.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { lesson, lessonPath } from '../../fixtures/lesson.ts';
import { plainSimilarity } from '../../fixtures/plain-similarity.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

describeShared('item-knn on the demo community', toyPaths, () => {
  const { train, heldOut } = loadToy();
  const expected = readShared('oracle/toy-expected.json').itemKnn;
  const asInNotebook = fitModel('item-knn', train, preset('item-knn'));

  it('finds the notebook’s similarities', async () => {
    const model = await asInNotebook;
    const out = new Float64Array(train.items);
    for (let item = 0; item < train.items; item++) {
      model.similar!(item, out);
      expected.similarity[item].forEach((similarity: number, other: number) => {
        if (other !== item) expect(out[other] || 0).toBeCloseTo(similarity, 9);
      });
    }
  });

  it('predicts the notebook’s ratings', async () => {
    const model = await asInNotebook;
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(model, query, train.items);
      expected.scores[user].forEach((score: number, item: number) => expect(scores[item]).toBeCloseTo(score, 9));
      for (let item = 0; item < train.items; item++) {
        const used = model.explain!(query, item).parts.filter(({ kind }) => kind === 'item').length;
        expect(used).toBe(expected.neighboursUsed[user][item]);
      }
    }
  });

  it('makes the notebook’s lists, where ties do not decide', async () => {
    const model = await asInNotebook;
    let hits = 0;
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(model, query, train.items);
      const list = topN(scores, 10, query.history.indices);
      expect([...list]).toEqual(expected.canonicalOrder.top10[user]);
      const inNotebook = expected.notebookOrder.top10[user].map((item: number) => scores[item]);
      list.forEach((item, place) => expect(scores[item]).toBeCloseTo(inNotebook[place], 9));
      if (list.includes(heldOut[user])) hits++;
    }
    expect(hits).toBe(expected.canonicalOrder.hits);
  });
});

describeShared('item-knn in the lesson', [lessonPath], () => {
  const { train, expected } = lesson();
  it('scores as the lesson does', async () => {
    const model = await fitModel('item-knn', train, preset('item-knn', 'lesson'));
    const alike = new Float64Array(train.items);
    for (let item = 0; item < train.items; item++) {
      model.similar!(item, alike);
      expected.itemBased.similarity[item].forEach((similarity: number, other: number) => {
        if (other !== item) expect(alike[other] || 0).toBeCloseTo(similarity, 9);
      });
    }
    for (let user = 0; user < train.users; user++) {
      const scores = await scoresOf(model, queryOfUser(train, user), train.items);
      for (const [item, score] of expected.itemBased.scores[user]) expect(scores[item]).toBeCloseTo(score, 9);
    }
  });
});

describe('item-knn', () => {
  const events = randomRatings(60, 40, 0.2, 13);
  const train = buildTrainingSet(datasetOf(events));
  const valueOf = (user: number, item: number) => valueAt(rowOf(train.byUser, user), item, NaN);
  const everyone = [...Array(train.users).keys()];
  const meanOf = everyone.map((user) => mean(rowOf(train.byUser, user).values));

  /** An item's values by person, read in some way. */
  const column = (item: number, read: (user: number, item: number) => number) =>
    new Map(everyone.filter((user) => valueOf(user, item)).map((user) => [user, read(user, item)]));
  const usual = ratingBaseline(train.byItem);
  const usualOf = everyone.map((user) => usual.offset(rowOf(train.byUser, user)));

  it.each([
    ['preference', 'cosine', (user: number, item: number) => valueOf(user, item) - 3],
    ['cosine', 'cosine', valueOf],
    ['dot', 'dot', valueOf],
    ['overlap-cosine', 'overlap-cosine', valueOf],
    ['adjusted-cosine', 'overlap-cosine', (user: number, item: number) => valueOf(user, item) - meanOf[user]],
    ['pearson', 'pearson', valueOf],
    [
      'baseline',
      'overlap-cosine',
      (user: number, item: number) => valueOf(user, item) - usual.items[item] - usualOf[user],
    ],
    ['msd', 'msd', valueOf],
    ['jaccard', 'jaccard', valueOf],
  ] as const)('compares items by %s', async (name, measure, read) => {
    const model = await fitModel('item-knn', train, { similarity: name, shrinkage: 5 });
    const out = new Float64Array(train.items);
    for (const item of [0, 7, 39]) {
      model.similar!(item, out);
      for (let other = 0; other < train.items; other++) {
        const wanted = plainSimilarity(column(item, read), column(other, read), measure, 5);
        if (other !== item) expect(out[other] || 0).toBeCloseTo(wanted, 9);
        else expect(out[item]).toBeGreaterThanOrEqual(Math.max(...out.filter(Number.isFinite)));
      }
    }
  });

  it('lets people who have much say less about what goes together', async () => {
    const idf = everyone.map((user) => Math.log((1 + train.items) / (1 + rowOf(train.byUser, user).indices.length)));
    const read = (user: number, item: number) => Math.sqrt(valueOf(user, item)) * idf[user];
    const model = await fitModel('item-knn', train, { similarity: 'cosine', weighting: 'tf-idf', shrinkage: 0 });
    const out = new Float64Array(train.items);
    model.similar!(7, out);
    for (let other = 0; other < train.items; other++) {
      const wanted = plainSimilarity(column(7, read), column(other, read), 'cosine');
      expect(out[other] || 0).toBeCloseTo(wanted, 9);
    }
  });

  it.each([
    ['means', (_: number, item: number) => mean(rowOf(train.byItem, item).values)],
    ['baseline', (user: number, item: number) => usual.items[item] + usualOf[user]],
  ] as const)('predicts ratings around %s', async (rating, expected) => {
    const params = { rating, neighbors: 5, kept: 40, doubt: 0.7, minNeighbors: 2, opposites: false };
    const model = await fitModel('item-knn', train, params);
    const [out, rates] = [new Float64Array(train.items), new Float64Array(train.items)];
    for (const user of [0, 33]) {
      const query = queryOfUser(train, user);
      model.rate!(query, rates);
      for (let item = 0; item < train.items; item++) {
        model.similar!(item, out);
        const near = [...query.history.indices]
          .filter((other) => other !== item && out[other] > 0)
          .sort((a, b) => out[b] - out[a] || a - b)
          .slice(0, 5);
        const says = near.map((other) => out[other] * (valueOf(user, other) - expected(user, other)));
        const weight = near.reduce((sum, other) => sum + out[other], 0.7);
        const told = near.length < 2 ? 0 : says.reduce((a, b) => a + b, 0) / weight;
        expect(rates[item]).toBeCloseTo(expected(user, item) + told, 9);
      }
    }
  });

  it('adds up preferences over those own items that are among the closest of a candidate', async () => {
    const [kept, neighbors] = [8, 3];
    const model = await fitModel('item-knn', train, { kept, neighbors });
    const out = new Float64Array(train.items);
    for (const user of [2, 31]) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(model, query, train.items);
      for (let item = 0; item < train.items; item++) {
        model.similar!(item, out);
        const own = [...query.history.indices]
          .filter((other) => other !== item && !Number.isNaN(out[other]))
          .sort((a, b) => Math.abs(out[b]) - Math.abs(out[a]) || a - b)
          .slice(0, neighbors);
        const wanted = own.reduce((sum, other) => sum + out[other] * (valueOf(user, other) - 3), 0);
        if (own.length === 0) expect(scores[item]).toBeNaN();
        else expect(scores[item]).toBeCloseTo(wanted, 9);
      }
    }
  });

  it('lets a disliked item speak against what resembles it', async () => {
    const model = await fitModel('item-knn', train);
    const average = async (value: number) => {
      const scores = await scoresOf(model, queryFrom([{ item: 0, value }]), train.items);
      return mean([...scores].filter((score, item) => item % 3 === 0 && item > 0 && !Number.isNaN(score)));
    };
    expect(await average(5)).toBeGreaterThan(0);
    expect(await average(1)).toBeCloseTo(-(await average(5)), 9);
  });

  it('works in short steps, each of some rows', async () => {
    const steps: number[] = [];
    await drive(itemKnn.fit(train, {}, testEnv()), { report: ({ step }) => void steps.push(step) });
    expect(steps).toEqual([1, 2, 3]);
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('item-knn')) - 0.16)).toBeLessThan(0.02);
  });
});
