import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { assess, levelWithBest, personalScore } from '../../../src/core/experiments/personal.ts';
import type { FittedModel } from '../../../src/core/recommenders/recommender.ts';
import { createRng } from '../../../src/core/rng.ts';
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
    { rank: 1, candidates: 101, predicted: 4, value: 5, usual: 3 },
    { rank: 100, candidates: 100, predicted: 3, value: 1, usual: 5 },
    { rank: 51, candidates: 101, predicted: NaN, value: 4, usual: 3 },
    { rank: NaN, candidates: 98, predicted: 5, value: 4, usual: 4 },
  ];
  const fromFour = { relevantFrom: 4 };

  it('counts hits and percentiles over what was liked, silence as chance, errors over every guess', () => {
    const score = personalScore(assessed, fromFour);
    expect(score).toMatchObject({ liked: 3, hits: 1, running: [1, 0.75, 2 / 3], meanPercentile: 2 / 3 });
    expect(score.percentiles).toEqual([1, 0.5, 0.5]);
    expect(score.rmse).toBeCloseTo(Math.sqrt((1 + 4 + 1) / 3), 12);
    expect(score.lastRank).toBeNaN();
  });

  it('comes with an interval, and with one after each of them', () => {
    const { interval, band } = personalScore(assessed, fromFour);
    // Deviation 1/√12, so that the half is 4.303 / √12 / √3: more than there is room for.
    expect(interval![0]).toBe(0);
    expect(interval![1]).toBe(1);
    expect(band).toEqual([null, [0, 1], interval]);
    const many = personalScore(Array.from({ length: 30 }, () => assessed).flat(), fromFour);
    expect(many.interval![1] - many.interval![0]).toBeLessThan(0.15);
  });

  it('counts everything where no threshold is set', () => {
    expect(personalScore(assessed, { relevantFrom: null })).toMatchObject({ liked: 4, hits: 1 });
    expect(personalScore(assessed.slice(0, 2), { relevantFrom: null }, 100)).toMatchObject({ hits: 2, lastRank: 100 });
  });

  it('counts what is above one’s own mean where the protocol says so', () => {
    expect(personalScore(assessed, { relevantFrom: null, aboveOwnMean: true })).toMatchObject({ liked: 2 });
    expect(personalScore(assessed, { relevantFrom: 5, aboveOwnMean: true })).toMatchObject({ liked: 1 });
  });

  it('has no numbers before the first rating', () => {
    expect(personalScore([], fromFour)).toEqual({
      liked: 0,
      hits: 0,
      percentiles: [],
      meanPercentile: NaN,
      interval: null,
      running: [],
      band: [],
      lastRank: NaN,
      rmse: NaN,
    });
  });
});

describe('who is level with the best', () => {
  const rng = createRng(4);
  const noisy = (middle: number, length: number) => Array.from({ length }, () => middle + 0.1 * (rng.next() - 0.5));

  it('is whom chance could have put first', () => {
    const [low, best, near] = [noisy(0.5, 20), noisy(0.9, 20), noisy(0.898, 20)];
    expect(levelWithBest([low, best, near])).toEqual([false, false, true]);
  });

  it('is everyone while there is little to go by', () => {
    expect(levelWithBest([noisy(0.1, 5), noisy(0.9, 5)])).toEqual([true, false]);
    expect(levelWithBest([noisy(0.1, 6), noisy(0.9, 6)])).toEqual([false, false]);
    expect(levelWithBest([[0.5], [0.5]])).toEqual([false, true]);
  });

  it('is nobody of whom nothing is known', () => {
    expect(levelWithBest([[], []])).toEqual([false, false]);
    expect(levelWithBest([[0.4, 0.5], [0.9, 0.8], [0.9]])).toEqual([true, false, false]);
    expect(levelWithBest([])).toEqual([]);
  });

  it('is corrected for all pairs: of many equals hardly any seems worse', () => {
    let apart = 0;
    for (let trial = 0; trial < 60; trial++) {
      const columns = Array.from({ length: 8 }, () => Array.from({ length: 12 }, () => rng.next()));
      if (levelWithBest(columns).filter((level) => level).length < 7) apart++;
    }
    expect(apart).toBeLessThan(9);
  });
});
