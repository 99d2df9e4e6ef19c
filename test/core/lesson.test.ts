/** The teaching day, block by block: those that no other test is about, and a guard that none is forgotten. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../src/core/data/csr.ts';
import { queryOfUser } from '../../src/core/data/training-set.ts';
import { meanDistance } from '../../src/core/math/mean-distance.ts';
import { createComparer } from '../../src/core/math/similarity.ts';
import { englishStopWords } from '../../src/core/math/stop-words.ts';
import { weighTexts } from '../../src/core/math/tf-idf.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { topN } from '../../src/core/ranking/top-n.ts';
import { fitModel, preset, scoresOf } from '../fixtures/fit.ts';
import { lesson, lessonPath } from '../fixtures/lesson.ts';
import { rowsOf } from '../fixtures/rows.ts';
import { describeShared } from '../shared.ts';
import { contextOf, outcomeOf, summaryOf } from './metrics/outcome.ts';

const here = 'lesson.test.ts';
const testOf: Record<string, string> = {
  userBased: 'recommenders/user-knn.test.ts',
  userBasedNeighbours3: 'recommenders/user-knn.test.ts',
  itemBased: 'recommenders/item-knn.test.ts',
  svd: 'recommenders/svd.test.ts',
  content: 'recommenders/tf-idf.test.ts',
  hybrid: 'recommenders/weighted-hybrid.test.ts',
  coldStartUser: 'recommenders/popularity.test.ts',
  onboarding: 'math/profile-match.test.ts',
  newItem: 'experiments/new-item.test.ts',
  errors: here,
  ranking: here,
  diversity: here,
  catalogueCoverage: here,
  nearestNeighbours: here,
};
/** What is no expectation, and what waits for its recommender. */
const others = ['about', 'ratings', 'texts', 'n', 'versions', 'neuralCF'];

describeShared('the teaching day', [lessonPath], () => {
  const { train, expected } = lesson();

  it('has no block that is not tested', () => {
    expect(Object.keys(expected).toSorted()).toEqual([...Object.keys(testOf), ...others].toSorted());
    for (const [block, file] of Object.entries(testOf)) {
      expect(readFileSync(new URL(file, import.meta.url), 'utf8'), `${file} is about ${block}`).toContain(block);
    }
  });

  describe.each([
    ['userBased', train.byUser, train.byItem],
    ['itemBased', train.byItem, train.byUser],
  ] as const)('%s', (block, rows, columns) => {
    it('compares full rows by cosine', () => {
      const compare = createComparer({ rows, columns, similarity: 'cosine', shrinkage: 0, minOverlap: 0 });
      for (let row = 0; row < rows.rows; row++) {
        const found = compare(rowOf(rows, row));
        for (let other = 0; other < rows.rows; other++) {
          if (other !== row) expect(valueAt(found, other)).toBeCloseTo(expected[block].similarity[row][other], 9);
        }
      }
    });
  });

  it.each([
    ['userBased', 'user-knn'],
    ['itemBased', 'item-knn'],
  ])('%s lists the same five', async (block, id) => {
    const model = await fitModel(id, train, preset(id, 'lesson'));
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const list = topN(await scoresOf(model, query, train.items), expected.n, query.history.indices);
      expect([...list]).toEqual(expected[block].top[user]);
    }
  });

  it('nearestNeighbours: five with oneself among them are four others', async () => {
    const { n_neighbours, neighbours, scores } = expected.nearestNeighbours;
    const model = await fitModel('user-knn', train, { ...preset('user-knn', 'lesson'), neighbors: n_neighbours - 1 });
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const found = await scoresOf(model, query, train.items);
      for (const [item, score] of scores[user]) {
        expect(found[item]).toBeCloseTo(score, 9);
        const { parts } = model.explain!(query, item);
        for (const { kind, index } of parts) if (kind === 'user') expect(neighbours[user]).toContain(index);
      }
      expect(topN(found, 15, query.history.indices)).toHaveLength(scores[user].length);
    }
  });

  it('content: the same words weigh the same', () => {
    const reading = weighTexts(expected.texts, 5000, englishStopWords);
    for (;;) {
      const { done, value } = reading.next();
      if (!done) continue;
      expect(value.terms.ids).toEqual(expected.content.vocabulary);
      value.idf.forEach((idf, term) => expect(idf).toBeCloseTo(expected.content.idf[term], 9));
      return;
    }
  });

  it('errors: RMSE and MAE', () => {
    const outcome = outcomeOf({ actual: expected.errors.actual, predicted: expected.errors.predicted });
    const context = contextOf({ k: 10, items: train.items });
    expect(metrics.get('rmse').measure!(outcome, context)).toBeCloseTo(expected.errors.rmse, 9);
    expect(metrics.get('mae').measure!(outcome, context)).toBeCloseTo(expected.errors.mae, 9);
  });

  it('ranking: precision, recall and NDCG, undefined rather than 0 where nothing is relevant', () => {
    for (const one of expected.ranking) {
      const outcome = outcomeOf({ ranking: one.recommended, relevant: one.relevant });
      if (one.relevant.length === 0) continue;
      for (const id of ['precision', 'recall', 'ndcg']) {
        expect(metrics.get(id).measure!(outcome, contextOf({ k: one.k, items: 15 }))).toBeCloseTo(one[id], 9);
      }
    }
    expect(expected.ranking.some(({ relevant }: { relevant: number[] }) => relevant.length === 0)).toBe(true);
  });

  it('diversity: the mean Euclidean distance within a list', () => {
    const rows = rowsOf(expected.newItem.itemFeatures);
    for (const { list, meanEuclidean } of expected.diversity)
      expect(meanDistance(rows, list)).toBeCloseTo(meanEuclidean, 9);
  });

  it('catalogueCoverage: what is in anybody’s list', () => {
    const { lists, total, value } = expected.catalogueCoverage;
    const outcomes = (lists as number[][]).map((ranking, user) => outcomeOf({ user, ranking, relevant: [0] }));
    expect(summaryOf(metrics.get('coverage'), outcomes, contextOf({ k: expected.n, items: total }))).toBeCloseTo(
      value,
      9,
    );
  });
});
