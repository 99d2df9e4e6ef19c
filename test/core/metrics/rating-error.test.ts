import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/experiments/judge.ts';
import { mae } from '../../../src/core/metrics/mae.ts';
import { rmse } from '../../../src/core/metrics/rmse.ts';
import { createRng } from '../../../src/core/rng.ts';
import { contextOf, outcomeOf } from './outcome.ts';

const one = outcomeOf({ user: 0, actual: [4, 2, 5], predicted: [3, 2, 3] });
const two = outcomeOf({ user: 1, actual: [1], predicted: [5] });
const mute = outcomeOf({ user: 2 });

function results() {
  const run = judge([one, two, mute], [rmse, mae], contextOf({ k: 10, items: 9 }), createRng(7));
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

describe('errors of predicted ratings', () => {
  it('are pooled over all cells, so that a user with three counts three times', () => {
    const [squared, absolute] = results();
    expect(squared.value).toBeCloseTo(Math.sqrt((1 + 0 + 4 + 16) / 4), 12);
    expect(absolute.value).toBeCloseTo((1 + 0 + 2 + 4) / 4, 12);
  });

  it('keep each user’s own error, and NaN for who has none', () => {
    const [squared, absolute] = results();
    expect([...squared.perUser!]).toEqual([Math.sqrt(5 / 3), 4, NaN]);
    expect([...absolute.perUser!]).toEqual([1, 4, NaN]);
  });

  it('lie inside their interval, which spans what resampled users can give', () => {
    for (const { value, interval } of results()) {
      expect(interval![0]).toBeLessThan(value);
      expect(interval![1]).toBeGreaterThan(value);
      expect(interval![1]).toBeLessThanOrEqual(4);
    }
  });
});
