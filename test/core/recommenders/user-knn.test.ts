import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { createComparer } from '../../../src/core/math/similarity.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { userKnn } from '../../../src/core/recommenders/user-knn.ts';
import { createRng } from '../../../src/core/rng.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
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
