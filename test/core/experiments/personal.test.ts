import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { assess, personalScore } from '../../../src/core/experiments/personal.ts';
import type { FittedModel } from '../../../src/core/recommenders/recommender.ts';
import { scoresOf } from './scripted.ts';

const scale = { min: 1, max: 5, step: 1 };
const model = (parts: Pick<FittedModel, 'score' | 'rate'>): FittedModel => ({
  ...parts,
  snapshot: () => {
    throw new Error('not needed');
  },
});
/** Item 0 best, item 9 worst. */
const ordered = model({ score: scoresOf((item) => -item), rate: scoresOf((item) => 7 - item) });

describe('assess', () => {
  it('ranks the item among those not rated before, and clips the guess to the scale', async () => {
    expect(await assess(ordered, newcomer, 3, 10, scale)).toEqual({ rank: 4, candidates: 10, predicted: 4 });
    const before = queryFrom([
      { item: 0, value: 5 },
      { item: 8, value: 1 },
    ]);
    expect(await assess(ordered, before, 1, 10, scale)).toEqual({ rank: 1, candidates: 8, predicted: 5 });
  });

  it('judges an item rated anew as if it were new', async () => {
    const before = queryFrom([{ item: 2, value: 5 }]);
    expect(await assess(ordered, before, 2, 10, scale)).toMatchObject({ rank: 3, candidates: 10 });
  });

  it('waits for a model that answers later, and says NaN where it says nothing', async () => {
    const late = model({ score: async (_, out) => void out.fill(NaN) });
    expect(await assess(late, newcomer, 2, 10, scale)).toEqual({ rank: NaN, candidates: 10, predicted: NaN });
  });
});

describe('personal score', () => {
  const assessed = [
    { rank: 1, candidates: 101, predicted: 4, value: 5 },
    { rank: 100, candidates: 100, predicted: 3, value: 1 },
    { rank: 51, candidates: 101, predicted: NaN, value: 4 },
    { rank: NaN, candidates: 98, predicted: 5, value: 4 },
  ];

  it('counts hits and percentiles over what was liked, silence as chance, errors over every guess', () => {
    const score = personalScore(assessed, 4);
    expect(score).toMatchObject({ liked: 3, hits: 1, running: [1, 0.75, 2 / 3], meanPercentile: 2 / 3 });
    expect(score.rmse).toBeCloseTo(Math.sqrt((1 + 4 + 1) / 3), 12);
    expect(score.lastRank).toBeNaN();
  });

  it('counts everything where no threshold is set', () => {
    expect(personalScore(assessed, null)).toMatchObject({ liked: 4, hits: 1 });
    expect(personalScore(assessed.slice(0, 2), null, 100)).toMatchObject({ hits: 2, lastRank: 100 });
  });

  it('has no numbers before the first rating', () => {
    expect(personalScore([], 4)).toEqual({
      liked: 0,
      hits: 0,
      meanPercentile: NaN,
      running: [],
      lastRank: NaN,
      rmse: NaN,
    });
  });
});
