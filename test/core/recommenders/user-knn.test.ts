import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { createComparer } from '../../../src/core/math/similarity.ts';
import { ratingBaseline } from '../../../src/core/math/rating-baseline.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import type { Explanation } from '../../../src/core/recommenders/recommender.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { plainSimilarity } from '../../fixtures/plain-similarity.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { lesson, lessonPath } from '../../fixtures/lesson.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

describeShared('user-knn on the demo community', toyPaths, () => {
  const { train, heldOut } = loadToy();
  const expected = readShared('oracle/toy-expected.json').userKnn;
  const asInNotebook = fitModel('user-knn', train, preset('user-knn'));

  it('finds the notebook’s similarities', () => {
    const compare = createComparer({
      rows: train.byUser,
      columns: train.byItem,
      similarity: 'pearson',
      shrinkage: 0,
      minOverlap: 2,
    });
    for (let user = 0; user < train.users; user++) {
      const row = compare(rowOf(train.byUser, user));
      for (let other = 0; other < train.users; other++) {
        if (other !== user) expect(valueAt(row, other)).toBeCloseTo(expected.similarity[user][other], 9);
      }
    }
  });

  it('predicts the notebook’s ratings', async () => {
    const model = await asInNotebook;
    for (let user = 0; user < train.users; user++) {
      const scores = await scoresOf(model, queryOfUser(train, user), train.items);
      expected.scores[user].forEach((score: number, item: number) => expect(scores[item]).toBeCloseTo(score, 9));
      const rates = new Float64Array(train.items);
      model.rate!(queryOfUser(train, user), rates);
      expect(rates).toEqual(scores);
    }
  });

  it('listens to as many neighbors as the notebook', async () => {
    const model = await asInNotebook;
    for (let user = 0; user < train.users; user++) {
      for (let item = 0; item < train.items; item++) {
        const { parts } = model.explain!(queryOfUser(train, user), item);
        const neighbors = parts.filter(({ kind }) => kind === 'user').length;
        expect(neighbors).toBe(expected.neighboursUsed[user][item]);
      }
    }
  });

  it('makes the notebook’s lists and hits', async () => {
    const model = await asInNotebook;
    let hits = 0;
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const list = topN(await scoresOf(model, query, train.items), 10, query.history.indices);
      expect([...list]).toEqual(expected.notebookOrder.top10[user]);
      if (list.includes(heldOut[user])) hits++;
    }
    expect(hits).toBe(expected.notebookOrder.hits);
  });
});

describeShared('user-knn in the lesson', [lessonPath], () => {
  const { train, expected } = lesson();
  for (const [name, neighbors] of [
    ['userBased', 50],
    ['userBasedNeighbours3', 3],
    // Five with the person themselves among them, who is no neighbor here.
    ['nearestNeighbours', 4],
  ] as const) {
    it(`scores as the lesson does with ${neighbors} neighbors, and leaves out what no neighbor has`, async () => {
      const model = await fitModel('user-knn', train, { ...preset('user-knn', 'lesson'), neighbors });
      for (let user = 0; user < train.users; user++) {
        const query = queryOfUser(train, user);
        const scores = await scoresOf(model, query, train.items);
        const unseen = [...scores.keys()].filter((item) => !query.history.indices.includes(item));
        const expectedItems = new Map<number, number>(expected[name].scores[user]);
        for (const item of unseen) {
          if (expectedItems.has(item)) expect(scores[item]).toBeCloseTo(expectedItems.get(item)!, 9);
          else expect(scores[item]).toBeNaN();
        }
      }
    });
  }
});

describe('user-knn', () => {
  const train = buildTrainingSet(datasetOf(randomRatings(50, 30, 0.2, 7)));
  const valueOf = (user: number, item: number) => valueAt(rowOf(train.byUser, user), item, NaN);
  const preferenceOf = (user: number, item: number) => valueOf(user, item) - 3;

  /** The cosine of preferences, over all pairs of items. */
  function cosine(a: number, b: number): number {
    let [ab, aa, bb] = [0, 0, 0];
    for (let item = 0; item < train.items; item++) {
      const [x, y] = [preferenceOf(a, item) || 0, preferenceOf(b, item) || 0];
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** The nearest of those asked, straight from the definition. */
  function nearest(user: number, count: number, among: (other: number) => boolean = () => true) {
    return [...Array(train.users).keys()]
      .filter((other) => other !== user && among(other) && cosine(user, other) !== 0)
      .sort((a, b) => Math.abs(cosine(user, b)) - Math.abs(cosine(user, a)) || a - b)
      .slice(0, count)
      .map((other) => ({ other, similarity: cosine(user, other) }));
  }

  const everyone = [...Array(train.users).keys()];
  const usual = ratingBaseline(train.byItem);
  const usualOf = everyone.map((user) => usual.offset(rowOf(train.byUser, user)));
  const itemMean = [...Array(train.items).keys()].map((item) => mean(rowOf(train.byItem, item).values));
  const idf = itemMean.map((_, item) => Math.log((1 + train.users) / (1 + rowOf(train.byItem, item).indices.length)));
  const row = (user: number, read: (user: number, item: number) => number) =>
    new Map(Array.from(rowOf(train.byUser, user).indices, (item) => [item, read(user, item)]));

  it.each([
    ['preference', {}, 'cosine', preferenceOf],
    ['cosine', {}, 'cosine', valueOf],
    ['overlap-cosine', {}, 'overlap-cosine', valueOf],
    ['adjusted-cosine', {}, 'overlap-cosine', (user: number, item: number) => valueOf(user, item) - itemMean[item]],
    ['pearson', {}, 'pearson', valueOf],
    [
      'baseline',
      {},
      'overlap-cosine',
      (user: number, item: number) => valueOf(user, item) - usual.items[item] - usualOf[user],
    ],
    ['msd', {}, 'msd', valueOf],
    ['jaccard', {}, 'jaccard', valueOf],
    [
      'cosine',
      { weighting: 'tf-idf' },
      'cosine',
      (user: number, item: number) => Math.sqrt(valueOf(user, item)) * idf[item],
    ],
  ] as const)('listens to people by %s %o', async (similarity, weighting, measure, read) => {
    const params = { similarity, ...weighting, neighbors: 50, shrinkage: 2, minOverlap: 2 };
    const model = await fitModel('user-knn', train, params);
    for (const query of [queryOfUser(train, 8), { ...queryOfUser(train, 41), user: null }]) {
      const person = query.user ?? 41;
      const scores = await scoresOf(model, query, train.items);
      for (let item = 0; item < train.items; item++) {
        const wanted = everyone
          .filter((other) => other !== query.user && !Number.isNaN(valueOf(other, item)))
          .map(
            (other) => plainSimilarity(row(person, read), row(other, read), measure, 2, 2) * preferenceOf(other, item),
          )
          .reduce((a, b) => a + b, 0);
        expect(scores[item] || 0).toBeCloseTo(wanted, 9);
      }
    }
  });

  it('can do without opposites, and without what too few neighbors say', async () => {
    const plain = await fitModel('user-knn', train);
    const cautious = await fitModel('user-knn', train, { minNeighbors: 4, opposites: false });
    const query = queryOfUser(train, 3);
    const scores = await scoresOf(cautious, query, train.items);
    let silent = 0;
    for (let item = 0; item < train.items; item++) {
      const { parts } = cautious.explain!(query, item);
      if (Number.isNaN(scores[item])) silent++;
      else expect(parts.length).toBeGreaterThanOrEqual(4);
      for (const { label } of parts) expect(label).not.toContain('-');
    }
    expect(silent).toBeGreaterThan(0);
    expect((await scoresOf(plain, query, train.items)).filter(Number.isNaN).length).toBeLessThan(silent);
  });

  it('adds up the preferences of the nearest people', async () => {
    const model = await fitModel('user-knn', train, { neighbors: 7, shrinkage: 0 });
    for (const user of [0, 21, 49]) {
      const scores = await scoresOf(model, queryOfUser(train, user), train.items);
      const near = nearest(user, 7);
      for (let item = 0; item < train.items; item++) {
        const having = near.filter(({ other }) => !Number.isNaN(valueOf(other, item)));
        const wanted = having.reduce((sum, { other, similarity }) => sum + similarity * preferenceOf(other, item), 0);
        if (having.length === 0) expect(scores[item]).toBeNaN();
        else expect(scores[item]).toBeCloseTo(wanted, 9);
      }
    }
  });

  it('predicts a rating from the nearest people among those who gave one', async () => {
    const model = await fitModel('user-knn', train, {
      scoring: 'rating',
      rating: 'means',
      neighbors: 4,
      shrinkage: 0,
      doubt: 0,
    });
    const meanOf = (user: number) => mean(rowOf(train.byUser, user).values);
    for (const user of [3, 30]) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(model, query, train.items);
      for (let item = 0; item < train.items; item++) {
        if (query.history.indices.includes(item)) continue;
        const near = nearest(user, 4, (other) => !Number.isNaN(valueOf(other, item)));
        const sum = near.reduce(
          (s, { other, similarity }) => s + similarity * (valueOf(other, item) - meanOf(other)),
          0,
        );
        const weight = near.reduce((s, { similarity }) => s + Math.abs(similarity), 0);
        expect(scores[item]).toBeCloseTo(meanOf(user) + sum / weight, 9);
      }
    }
  });

  it('does not listen to the person themselves, but does to a stranger with the same taste', async () => {
    const model = await fitModel('user-knn', train, { neighbors: 50 });
    const query = queryOfUser(train, 5);
    const item = query.history.indices[0];
    const users = ({ parts }: Explanation) => parts.map(({ index }) => index);
    expect(users(model.explain!(query, item))).not.toContain(5);
    expect(users(model.explain!({ ...query, user: null }, item))).toContain(5);
  });

  it('lets someone of opposite taste speak against what they like', async () => {
    const events = [
      ...[5, 1, 5].map((value, item) => ({ user: 0, item, value })),
      ...[1, 5].map((value, item) => ({ user: 1, item, value })),
    ];
    const model = await fitModel('user-knn', buildTrainingSet(datasetOf(events)));
    const contrary = queryFrom([
      { item: 0, value: 1 },
      { item: 1, value: 5 },
    ]);
    expect((await scoresOf(model, contrary, 3))[2]).toBeLessThan(0);
  });

  it('falls back to the cosine where equal values leave a correlation undefined', async () => {
    const plays = randomRatings(20, 15, 0.3, 9).map((event) => ({ ...event, value: 1 }));
    const implicit = buildTrainingSet(datasetOf(plays, { feedback: 'implicit' }));
    const scores = async (similarity: string) =>
      scoresOf(await fitModel('user-knn', implicit, { similarity }), queryOfUser(implicit, 0), implicit.items);
    expect(await scores('pearson')).toEqual(await scores('preference'));
    expect((await scores('pearson')).some(Number.isFinite)).toBe(true);
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('user-knn')) - 0.153)).toBeLessThan(0.02);
  });
});
