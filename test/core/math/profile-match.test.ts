import { describe, expect, it } from 'vitest';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import type { Match } from '../../../src/core/math/profile-match.ts';
import { matchProfile } from '../../../src/core/math/profile-match.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { lessonPath } from '../../fixtures/lesson.ts';
import { rowsOf } from '../../fixtures/rows.ts';
import { describeShared, readShared } from '../../shared.ts';

function matches(items: CsrMatrix, profile: readonly number[], match: Match): Float64Array {
  const out = new Float64Array(items.rows);
  matchProfile(items, profile, match, out);
  return out;
}

describe('how well items fit a profile', () => {
  const items = rowsOf([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]);

  it('by cosine: a disliked feature pulls down, one not named dilutes', () => {
    const [only, both, disliked, nothing] = matches(items, [1, 0, -1], 'cosine');
    expect(only).toBeCloseTo(1 / Math.SQRT2, 12);
    expect(both).toBeCloseTo(1 / 2, 12);
    expect(disliked).toBeCloseTo(-1 / Math.SQRT2, 12);
    expect(nothing).toBe(0);
    expect([...matches(items, [0, 0, 0], 'cosine')]).toEqual([0, 0, 0, 0]);
  });

  it('by closeness: 1 where everything agrees', () => {
    // |0.5 − 1| + |0 − 0| + |1 − 0| = 1.5 for the first item.
    expect(matches(items, [0.5, 0, 1], 'closeness')[0]).toBeCloseTo(1 / 2.5, 12);
    expect(matches(items, [1, 1, 0], 'closeness')[1]).toBe(1);
    expect(matches(items, [0.5, 0, 1], 'distance')[3]).toBe(1.5);
  });
});

describeShared('onboarding as in the lesson', [lessonPath], () => {
  const expected = readShared(lessonPath).onboarding;
  const items = rowsOf(expected.features);
  const n = expected.correctedOrder.length;

  it('adds up the differences, and puts the least fitting first when that is taken for a score', () => {
    const distance = matches(items, expected.preferences, 'distance');
    distance.forEach((sum, item) => expect(sum).toBeCloseTo(expected.absoluteDifferenceSum[item], 9));
    expect([...topN(distance, n)]).toEqual(expected.notebookOrder);
  });

  it('puts the best fitting first by closeness', () => {
    const closeness = matches(items, expected.preferences, 'closeness');
    closeness.forEach((value, item) => expect(value).toBeCloseTo(expected.correctedSimilarity[item], 9));
    expect([...topN(closeness, n)]).toEqual(expected.correctedOrder);
  });
});
