import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import type { FittedModel } from '../../../src/core/recommenders/recommender.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

const hour = 3600;
/** One user per sitting, items visited an hour apart. */
const visits = (...sittings: number[][]) =>
  sittings.flatMap((items, user) => items.map((item, i) => ({ user, item, value: 1, time: i * hour })));
const trainOn = (...sittings: number[][]) =>
  buildTrainingSet(datasetOf(visits(...sittings), { feedback: 'implicit' }, { items: 6 }));
const after = (...items: number[]) => queryFrom(items.map((item) => ({ item, value: 1 })));

describe('co-visitation', () => {
  it('finds what is visited in the same sitting', async () => {
    const model = await fitModel('co-visitation', trainOn([0, 1], [0, 1], [0, 2], [3, 4]), { strength: 'count' });
    const scores = await scoresOf(model, after(0), 6);
    expect([scores[1], scores[2]]).toEqual([2, 1]);
  });

  it('fills up with popularity, strictly below everything visited together', async () => {
    const model = await fitModel('co-visitation', trainOn([0, 1], [3], [3, 4], [3]), {});
    const scores = await scoresOf(model, after(0), 6);
    expect([...topN(scores, 6, [0])]).toEqual([1, 3, 4, 2, 5]);
    expect(scores[1]).toBeGreaterThan(0);
    expect(scores[3]).toBe(0);
    expect(scores[5]).toBe(-1);
    expect([...topN(await scoresOf(model, newcomer, 6), 6)]).toEqual([3, 0, 1, 4, 2, 5]);
  });

  it('says which own items made a score, and where popularity filled in', async () => {
    const model = await fitModel('co-visitation', trainOn([0, 1], [2, 1], [3]), { lastShare: 0.5, strength: 'count' });
    expect(model.explain!(after(0, 2), 1)).toEqual({
      score: 1,
      parts: [
        { kind: 'item', index: 2, label: 'Item 2', amount: 0.75 },
        { kind: 'item', index: 0, label: 'Item 0', amount: 0.25 },
      ],
    });
    const filled = model.explain!(after(0), 3);
    expect(filled.parts.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['bias', -1],
      ['bias', 0.5],
    ]);
    expect(filled.score).toBe(-0.5);
  });

  it('cuts the log at long pauses', async () => {
    const train = trainOn([0, 1, 2]);
    const companions = async (gap: number) => {
      const scores = await scoresOf(await fitModel('co-visitation', train, { gap }), after(0), 6);
      return [...scores.keys()].filter((item) => scores[item] > 0);
    };
    expect(await companions(2)).toEqual([1, 2]);
    expect(await companions(0.5)).toEqual([]);
  });

  it('follows the last item or the whole history', async () => {
    const train = trainOn([0, 1], [2, 3], [2, 3]);
    const first = async (lastShare: number) => {
      const model = await fitModel('co-visitation', train, { lastShare, strength: 'count' });
      return topN(await scoresOf(model, after(2, 0), 6), 1, [0, 2])[0];
    };
    expect(await first(0)).toBe(3);
    expect(await first(1)).toBe(1);
  });

  it('does not let what everybody visits outweigh what belongs together, unless it counts', async () => {
    // Item 1 is in every sitting; item 2 only ever beside item 0.
    const train = trainOn([0, 1, 2], [0, 1, 2], [0, 1], [1, 3], [1, 4], [1, 5], [1, 3], [1, 4]);
    const first = async (strength: string) =>
      topN(await scoresOf(await fitModel('co-visitation', train, { strength }), after(0), 6), 1, [0])[0];
    expect(await first('count')).toBe(1);
    expect(await first('cosine')).toBe(2);
  });
});

describeShared('co-visitation on the demo community', toyPaths, () => {
  const toy = loadToy();
  const expected = readShared('oracle/toy-expected.json').coVisitation;
  const popularity = readShared('oracle/toy-expected.json').popularity.canonicalOrder;
  const withRawSessions: TrainingSet = { ...toy.train, sessions: toy.rawSessions };
  const notebook = preset('co-visitation');

  /** What the notebook shows: neighbors of the last item only, and the popular list only where there is none. */
  async function notebookList(model: FittedModel, user: number): Promise<number[]> {
    const query = queryOfUser(toy.train, user);
    const scores = await scoresOf(model, query, toy.train.items);
    const full = [...topN(scores, 10, query.history.indices)];
    expect(full).toHaveLength(10);
    const visited = full.filter((item) => scores[item] > 0);
    return visited.length > 0 ? visited : full;
  }

  it('knows each user’s last item', () => {
    expect([...toy.train.lastItem]).toEqual(expected.lastTrainItem);
  });

  it('counts the notebook’s neighbors', async () => {
    const model = await fitModel('co-visitation', withRawSessions, notebook);
    const { arrays } = model.snapshot();
    const pairs = { rows: 60, cols: 60, indptr: arrays.indptr, indices: arrays.indices, values: arrays.values };
    for (let item = 0; item < 60; item++) {
      const { indices, values } = rowOf(pairs as never, item);
      const found = [...indices].map((other, i) => [other, values[i]]);
      const listed: [number, number][] = expected.neighbours[item] ?? [];
      expect(found).toEqual([...listed].sort(([a], [b]) => a - b));
    }
  });

  it('gives the notebook’s lists from sessions that still hold the withheld items', async () => {
    const model = await fitModel('co-visitation', withRawSessions, notebook);
    let hits = 0;
    for (let user = 0; user < toy.train.users; user++) {
      const list = await notebookList(model, user);
      expect(list).toEqual(expected.canonicalOrder.top10[user]);
      const scores = await scoresOf(model, queryOfUser(toy.train, user), 60);
      if (scores[list[0]] > 0) {
        const score = (item: number) => scores[item];
        expect(expected.notebookOrder.top10[user].map(score)).toEqual(list.map(score));
      } else {
        expect(expected.usersFallingBackToPopularity).toContain(user);
        expect(list).toEqual(popularity.top10[user]);
      }
      if (list.includes(toy.heldOut[user])) hits++;
    }
    expect(hits).toBe(expected.canonicalOrder.hits);
    expect(hits / 30).toBeCloseTo(expected.canonicalOrder.recall, 9);
  });

  it('loses one hit when the withheld items are gone from their own users’ sessions', async () => {
    const model = await fitModel('co-visitation', toy.train, notebook);
    const { top10, hits } = expected.withHeldOutItemsRemovedFromOwnSession;
    const lists = await Promise.all(Array.from(toy.heldOut, (_, user) => notebookList(model, user)));
    expect(lists).toEqual(top10);
    expect(lists.filter((list, user) => list.includes(toy.heldOut[user]))).toHaveLength(hits);
  });
});
