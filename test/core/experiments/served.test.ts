import { describe, expect, it } from 'vitest';
import { keepLists } from '../../../src/core/experiments/kept-lists.ts';
import type { Outcome, Run } from '../../../src/core/experiments/protocol.ts';
import { hasPeople, peopleInOrder, rankIn, servedBy, valueAt } from '../../../src/core/experiments/served.ts';

const outcome = (id: string, perUser: readonly number[], lists: readonly number[][] | null): Outcome => ({
  recommender: { id, params: {} },
  label: id,
  results: [{ metric: 'ndcg', value: 0.5, interval: null, perUser: Float64Array.from(perUser) }],
  fitSeconds: 0,
  scoreSeconds: 0,
  error: null,
  ...(lists && {
    details: {
      curves: [],
      slices: [],
      lists: keepLists(
        lists.map((list) => Uint32Array.from(list)),
        10,
      ),
    },
  }),
});
const a = outcome('a', [0.5, 0, 1, NaN], [[1, 2, 3], [4], [5, 6], []]);
const b = outcome('b', [0.4, 0.9, 0.2, NaN], [[3, 1], [], [9], [8]]);
const c = outcome('c', [0.5, 0.1, 0.3, NaN], null);
const failed: Outcome = { ...outcome('d', [], null), results: [], error: 'It broke.' };
const run = {
  users: Uint32Array.of(3, 5, 7, 9),
  userIds: ['u3', 'u5', 'u7', 'u9'],
  relevant: keepLists(
    [[3], [4], [9], [8]].map((one) => Uint32Array.from(one)),
    10,
  ),
  outcomes: [a, b, c, failed],
} as unknown as Run;

describe('what a run says of a person', () => {
  it('is everyone’s list where it was kept, and the rank of an item in it', () => {
    const served = servedBy(run, 0);
    expect(served.map(({ outcome, list }) => [outcome.label, list])).toEqual([
      ['a', [1, 2, 3]],
      ['b', [3, 1]],
      ['c', null],
    ]);
    expect([rankIn([1, 2, 3], 3), rankIn([1, 2, 3], 7)]).toEqual([3, null]);
    expect([valueAt(a, 'ndcg', 2), valueAt(a, 'rmse', 2)]).toEqual([1, NaN]);
  });

  it('needs names, what counted and a list at least', () => {
    expect(hasPeople(run)).toBe(true);
    expect(hasPeople({ ...run, outcomes: [c, failed] })).toBe(false);
    expect(hasPeople({ ...run, relevant: undefined } as unknown as Run)).toBe(false);
  });
});

describe('people in order', () => {
  const order = (direction: 'higher' | 'lower', by: Parameters<typeof peopleInOrder>[3]) =>
    peopleInOrder(run, 'ndcg', direction, by);

  it('of the data', () => expect(order('higher', { by: 'data' })).toEqual([0, 1, 2, 3]));

  it('of how far the recommenders lie apart, whoever has no value last', () => {
    expect(order('higher', { by: 'difference' })).toEqual([1, 2, 0, 3]);
    expect(order('lower', { by: 'difference' })).toEqual([1, 2, 0, 3]);
  });

  it('of how badly one serves them, whichever way the metric runs', () => {
    expect(order('higher', { by: 'worst', outcome: b })).toEqual([2, 0, 1, 3]);
    expect(order('lower', { by: 'worst', outcome: b })).toEqual([1, 0, 2, 3]);
    // Equally badly: first those whom the others serve better.
    const even = outcome('even', [0, 0, 0, NaN], null);
    const one = { ...run, outcomes: [even, a] } as Run;
    expect(peopleInOrder(one, 'ndcg', 'higher', { by: 'worst', outcome: even })).toEqual([2, 0, 1, 3]);
  });
});
