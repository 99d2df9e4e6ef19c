import { describe, expect, it } from 'vitest';
import { modelKey } from '../../../src/core/experiments/model-key.ts';

describe('modelKey', () => {
  const key = modelKey('abc', 'als', 1, { factors: 32, alpha: 10 }, 42);

  it('does not depend on the order in which parameters were written', () => {
    expect(modelKey('abc', 'als', 1, { alpha: 10, factors: 32 }, 42)).toBe(key);
  });

  it.each([
    ['data', modelKey('abd', 'als', 1, { factors: 32, alpha: 10 }, 42)],
    ['recommender', modelKey('abc', 'bpr', 1, { factors: 32, alpha: 10 }, 42)],
    ['version', modelKey('abc', 'als', 2, { factors: 32, alpha: 10 }, 42)],
    ['parameter', modelKey('abc', 'als', 1, { factors: 64, alpha: 10 }, 42)],
    ['seed', modelKey('abc', 'als', 1, { factors: 32, alpha: 10 }, 43)],
  ])('changes with the %s', (_, other) => expect(other).not.toBe(key));
});
