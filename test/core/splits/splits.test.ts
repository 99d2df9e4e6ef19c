import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { given } from '../../../src/core/splits/given.ts';
import { holdout } from '../../../src/core/splits/holdout.ts';
import { leaveOneOut } from '../../../src/core/splits/leave-one-out.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared } from '../../shared.ts';

const rng = createRng(42);
/** `counts[u]` items for user u, in order of time. */
const community = (...counts: number[]) =>
  datasetOf(
    counts.flatMap((count, user) => Array.from({ length: count }, (_, item) => ({ user, item, value: 4, time: item }))),
  );
const heldOutPerUser = (counts: number[], ratio: number) => {
  const dataset = community(...counts);
  const { test } = holdout.split(dataset, { ratio }, rng);
  return counts.map((_, user) => test.filter((row) => dataset.interactions.user[row] === user).length);
};

describe('holdout', () => {
  it('rounds each user’s share, holds out at least one and never all', () => {
    expect(heldOutPerUser([1, 2, 3, 5, 8, 13, 100], 0.2)).toEqual([0, 1, 1, 1, 2, 3, 20]);
    expect(heldOutPerUser([1, 2, 3, 10], 0.9)).toEqual([0, 1, 2, 9]);
  });

  it('draws differently for another seed', () => {
    const dataset = community(50, 50);
    expect(holdout.split(dataset, {}, createRng(1)).test).not.toEqual(holdout.split(dataset, {}, createRng(2)).test);
  });

  it('takes the latest where asked', () => {
    const { test } = holdout.split(community(10), { which: 'last', ratio: 0.3 }, rng);
    expect([...test]).toEqual([7, 8, 9]);
  });
});

describe('leave one out', () => {
  it('takes the item touched last, by time and not by place in the log', () => {
    const dataset = datasetOf([
      { user: 0, item: 0, value: 3, time: 30 },
      { user: 0, item: 1, value: 3, time: 10 },
      { user: 0, item: 2, value: 3, time: 20 },
    ]);
    expect([...leaveOneOut.split(dataset, { which: 'last' }, rng).test]).toEqual([0]);
  });

  it('takes every event of that item, early ones too', () => {
    const log = [0, 1, 0, 2, 0].map((item, time) => ({ user: 0, item, value: 1, time }));
    const { train, test } = leaveOneOut.split(datasetOf(log, { feedback: 'implicit' }), { which: 'last' }, rng);
    expect([...test]).toEqual([0, 2, 4]);
    expect([...train]).toEqual([1, 3]);
  });

  it('chooses each item about equally often', () => {
    const users = 2000;
    const dataset = community(...Array.from({ length: users }, () => 5));
    const counts = [0, 0, 0, 0, 0];
    for (const row of leaveOneOut.split(dataset, {}, rng).test) counts[dataset.interactions.item[row]]++;
    // Five standard deviations of a binomial around 400.
    for (const count of counts) expect(Math.abs(count - users / 5)).toBeLessThan(5 * Math.sqrt(users * 0.2 * 0.8));
  });
});

describeShared('leave one out as in the notebook', toyPaths, () => {
  const { dataset, split: recorded } = loadToy();
  const split = leaveOneOut.split(dataset, { which: 'notebook' }, rng);

  it('gives the notebook’s training and test rows, in its order', () => {
    expect([split.train.length, split.test.length]).toEqual([328, 30]);
    expect(split).toEqual(recorded);
  });

  it('is what the preset asks for, and takes no chance', () => {
    expect(leaveOneOut.split(dataset, leaveOneOut.presets![0].params, createRng(7))).toEqual(recorded);
  });

  it('takes the item at the same position from users with equally many', () => {
    const { user, item } = community(12, 12, 12, 5, 1, 5).interactions;
    const { train, test } = leaveOneOut.split(community(12, 12, 12, 5, 1, 5), { which: 'notebook' }, rng);
    const lost = Array.from(test, (row) => [user[row], item[row]]);
    expect(lost.map(([user]) => user)).toEqual([0, 1, 2, 3, 5]);
    // The last of the permutation of 0 … 11, which the reference also records.
    expect(lost.slice(0, 3).map(([, item]) => item)).toEqual([6, 6, 6]);
    expect(lost[3][1]).toBe(lost[4][1]);
    expect(train.length + test.length).toBe(47);
  });
});

describe('given', () => {
  it('uses the rows that came with the data', () => {
    const dataset = community(3, 2);
    const planted = { ...dataset, provenance: { ...dataset.provenance, givenTest: Uint32Array.of(4, 1) } };
    const { train, test } = given.split(planted, {}, rng);
    expect([...test]).toEqual([1, 4]);
    expect([...train]).toEqual([0, 2, 3]);
  });

  it('says what to do where there are none', () => {
    expect(() => given.split(community(3), {}, rng)).toThrow(/Import a training and a test file together/);
  });
});
