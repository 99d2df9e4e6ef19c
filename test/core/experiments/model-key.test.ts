import { describe, expect, it } from 'vitest';
import { modelKey } from '../../../src/core/experiments/model-key.ts';
import { float, int } from '../../../src/core/params.ts';

const als = {
  id: 'als',
  version: 1,
  params: {
    factors: int({ label: '', help: '', default: 8, min: 1, max: 64 }),
    alpha: float({ label: '', help: '', default: 1, min: 0, max: 9 }),
    pull: float({ label: '', help: '', default: 0, min: 0, max: 9, live: true }),
  },
};

describe('modelKey', () => {
  const key = modelKey('abc', als, { factors: 32, alpha: 10, pull: 0 }, 42);

  it('does not depend on the order in which parameters were written', () => {
    expect(modelKey('abc', als, { pull: 0, alpha: 10, factors: 32 }, 42)).toBe(key);
  });

  it('does not depend on a live parameter, which no fit reads', () => {
    expect(modelKey('abc', als, { factors: 32, alpha: 10, pull: 3 }, 42)).toBe(key);
  });

  it.each([
    ['data', modelKey('abd', als, { factors: 32, alpha: 10 }, 42)],
    ['recommender', modelKey('abc', { ...als, id: 'bpr' }, { factors: 32, alpha: 10 }, 42)],
    ['version', modelKey('abc', { ...als, version: 2 }, { factors: 32, alpha: 10 }, 42)],
    ['parameter', modelKey('abc', als, { factors: 64, alpha: 10 }, 42)],
    ['seed', modelKey('abc', als, { factors: 32, alpha: 10 }, 43)],
  ])('changes with the %s', (_, other) => expect(other).not.toBe(key));
});
