import { describe, expect, it } from 'vitest';
import type { Audience } from '../../../src/core/experiments/new-item.ts';
import { audienceOf } from '../../../src/core/experiments/new-item.ts';
import { matchProfile } from '../../../src/core/math/profile-match.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { lesson, lessonPath } from '../../fixtures/lesson.ts';
import { rowsOf } from '../../fixtures/rows.ts';
import { describeShared } from '../../shared.ts';

describe('whom to tell of a new item', () => {
  /** Items 0 and 1 are like it, item 2 is not at all. */
  const likeness = Float64Array.of(0.8, 0.4, 0, NaN);
  const ratings = rowsOf([
    [5, 0, 0, 5],
    [1, 5, 5, 0],
    [0, 0, 5, 5],
    [4, 4, 3, 3],
  ]);
  const fair: Audience = { nearest: 4, weightOf: (value) => value - 3, damping: 1 };
  const asInLesson: Audience = { nearest: 2, weightOf: (value) => value, damping: null };

  it('is who likes what it is like, by how much and how surely', () => {
    const told = audienceOf(likeness, ratings, 10, fair);
    // User 0: 0.8 · 2 / (0.8 + 1). User 3: (0.8 + 0.4) · 1 / (1.2 + 1). User 1: 0.8 · −2 + 0.4 · 2 < 0.
    expect(told.map(({ user }) => user)).toEqual([0, 3]);
    expect(told[0].affinity).toBeCloseTo(1.6 / 1.8, 12);
    expect(told[1].affinity).toBeCloseTo(1.2 / 2.2, 12);
  });

  it('names the items that speak for it, in amounts that add up', () => {
    const [, second] = audienceOf(likeness, ratings, 10, fair);
    expect(second.because.map(({ item }) => item)).toEqual([0, 1]);
    expect(second.because.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(second.affinity, 12);
  });

  it('as in the lesson adds up ratings, so that a dislike speaks for it too', () => {
    const told = audienceOf(likeness, ratings, 2, asInLesson);
    expect(told.map(({ user, affinity }) => [user, Number(affinity.toFixed(9))])).toEqual([
      [3, 4.8],
      [0, 4],
    ]);
    expect(audienceOf(likeness, ratings, 10, asInLesson).map(({ user }) => user)).toEqual([3, 0, 1]);
  });
});

describeShared('a new item in the lesson', [lessonPath], () => {
  const { train, expected } = lesson();
  const { itemFeatures, newItemFeatures, similarity, similarItems, affinity, targets5, targets10 } = expected.newItem;
  const likeness = new Float64Array(itemFeatures.length);
  matchProfile(rowsOf(itemFeatures), newItemFeatures, 'cosine', likeness);

  it('is as like the others as there', () => {
    likeness.forEach((value, item) => expect(value).toBeCloseTo(similarity[item], 9));
    expect([...topN(likeness, similarItems.length)]).toEqual(similarItems);
  });

  it('is told to the same people', () => {
    const told = audienceOf(likeness, train.byUser, 12, {
      nearest: similarItems.length,
      weightOf: (rating) => rating,
      damping: null,
    });
    (affinity as [number, number][]).forEach(([user, value], place) => {
      expect(told[place].user).toBe(user);
      expect(told[place].affinity).toBeCloseTo(value, 9);
    });
    expect(told.slice(0, 5).map(({ user }) => user)).toEqual(targets5);
    expect(told.slice(0, 10).map(({ user }) => user)).toEqual(targets10);
  });
});
