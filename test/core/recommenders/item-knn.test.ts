import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { lesson, lessonPath } from '../../fixtures/lesson.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';

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
    for (let user = 0; user < train.users; user++) {
      const scores = await scoresOf(model, queryOfUser(train, user), train.items);
      for (const [item, score] of expected.itemBased.scores[user]) expect(scores[item]).toBeCloseTo(score, 9);
    }
  });
});
