import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const cells = ({ indices, values }: ReturnType<typeof rowOf>) => [...indices].map((item, i) => [item, values[i]]);

describe('a training set', () => {
  const events = [
    { user: 0, item: 1, value: 3, time: 10 },
    { user: 0, item: 0, value: 5, time: 20 },
    { user: 0, item: 1, value: 4, time: 30 },
    { user: 1, item: 0, value: 2, time: 5 },
  ];

  it('keeps the latest opinion, by time and not by place in the log', () => {
    const shuffled = [events[2], events[0], events[3], events[1]];
    const train = buildTrainingSet(datasetOf(shuffled));
    expect(cells(rowOf(train.byUser, 0))).toEqual([
      [0, 5],
      [1, 4],
    ]);
    expect(train.lastItem).toEqual(Int32Array.of(1, 0));
    expect([...train.log.timestamp!]).toEqual([5, 10, 20, 30]);
  });

  it('sums strengths', () => {
    const train = buildTrainingSet(datasetOf(events, { feedback: 'implicit' }));
    expect(cells(rowOf(train.byUser, 0))).toEqual([
      [0, 5],
      [1, 7],
    ]);
  });

  it('holds the same cells by item', () => {
    const train = buildTrainingSet(datasetOf(events));
    expect(cells(rowOf(train.byItem, 0))).toEqual([
      [0, 5],
      [1, 2],
    ]);
  });

  it('takes only the chosen rows; someone without any has no last item', () => {
    const train = buildTrainingSet(datasetOf(events), Uint32Array.of(0, 1));
    expect(train.byUser.indices).toHaveLength(2);
    expect(train.lastItem).toEqual(Int32Array.of(0, -1));
    expect(queryOfUser(train, 1)).toEqual({ ...newcomer, user: 1 });
    expect(queryOfUser(train, 0).last).toBe(0);
  });

  it('takes untimed rows in the order they are given', () => {
    const untimed = events.map(({ user, item, value }) => ({ user, item, value }));
    const train = buildTrainingSet(datasetOf(untimed), Uint32Array.of(2, 1, 0, 3));
    expect(train.lastItem).toEqual(Int32Array.of(1, 0));
    expect(cells(rowOf(train.byUser, 0))).toEqual([
      [0, 5],
      [1, 3],
    ]);
  });

  it('refuses to be empty, naming the data', () => {
    expect(() => buildTrainingSet(datasetOf(events, { name: 'Shelf' }), new Uint32Array(0))).toThrow(
      expect.objectContaining({
        name: 'EmptyDatasetError',
        message: expect.stringContaining('one rating to learn from in "Shelf"'),
      }),
    );
  });
});

describe('kinds of event', () => {
  const events = [
    { user: 0, item: 0, value: 2, kind: 0 },
    { user: 0, item: 0, value: 10, kind: 1 },
    { user: 0, item: 1, value: 5, kind: 1 },
    { user: 0, item: 2, value: 9, kind: 2 },
  ];
  const kinds = [
    { id: 'purchase', weight: 1, rated: true },
    { id: 'view', weight: 0.3, rated: false },
    { id: 'shown', weight: 0, rated: false },
  ];

  it('are weighted in implicit data; one without weight leaves no cell', () => {
    const train = buildTrainingSet(datasetOf(events, { feedback: 'implicit', kinds }));
    expect(cells(rowOf(train.byUser, 0))).toEqual([
      [0, 2 + 10 * 0.3],
      [1, 5 * 0.3],
    ]);
    expect(train.lastItem[0]).toBe(2);
    expect(train.log.user).toHaveLength(4);
  });

  it('are opinions in explicit data only where they are rated', () => {
    expect(cells(rowOf(buildTrainingSet(datasetOf(events, { kinds })).byUser, 0))).toEqual([[0, 2]]);
    const viewsOnly = Uint32Array.of(1, 2, 3);
    expect(() => buildTrainingSet(datasetOf(events, { kinds }), viewsOnly)).toThrow(
      expect.objectContaining({ name: 'EmptyDatasetError' }),
    );
  });
});

describe('sessions recorded beside the ratings', () => {
  const sessions = {
    user: Uint32Array.of(0, 1),
    indptr: Uint32Array.of(0, 4, 6),
    items: Uint32Array.of(0, 1, 0, 2, 1, 2),
  };
  const events = [
    { user: 0, item: 0, value: 5 },
    { user: 0, item: 1, value: 5 },
    { user: 1, item: 1, value: 5 },
    { user: 0, item: 1, value: 4 },
  ];
  const dataset = datasetOf(events, { sessions }, { items: 3 });

  it('lose what their own user has held out, and nothing of others', () => {
    const train = buildTrainingSet(dataset, Uint32Array.of(0, 2));
    expect(train.sessions).toEqual({
      user: sessions.user,
      indptr: Uint32Array.of(0, 3, 5),
      items: Uint32Array.of(0, 0, 2, 1, 2),
    });
  });

  it('keep an item of which another event is in training', () => {
    expect(buildTrainingSet(dataset, Uint32Array.of(0, 1, 2)).sessions).toEqual(sessions);
    expect(buildTrainingSet(dataset).sessions).toEqual(sessions);
  });
});

it('makes a query of ratings as they were given', () => {
  const query = queryFrom([
    { item: 9, value: 3 },
    { item: 2, value: 4.4 },
    { item: 9, value: 5 },
  ]);
  expect(query).toEqual({
    user: null,
    history: { indices: Uint32Array.of(2, 9), values: Float64Array.of(4.4, 5) },
    last: 9,
    given: null,
  });
  expect(queryFrom([])).toEqual({ ...newcomer, given: null });
});
