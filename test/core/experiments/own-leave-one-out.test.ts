import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { hideRating, meanOfOthers } from '../../../src/core/experiments/own-leave-one-out.ts';
import { rounded } from '../../../src/core/ranking/top-n.ts';
import type { FittedModel } from '../../../src/core/recommenders/recommender.ts';
import { fitModel } from '../../fixtures/fit.ts';
import { parity } from '../../fixtures/parity.ts';

const { dataset } = parity('explicit');
const ids = ['popularity', 'item-knn', 'als', 'mf-sgd'];
const mine = [
  { item: 0, value: 5 },
  { item: 7, value: 2 },
  { item: 4, value: 4 },
  { item: 12, value: 5 },
  { item: 9, value: 1 },
];
let train: TrainingSet;
let models: FittedModel[];

beforeAll(async () => {
  train = buildTrainingSet(dataset);
  models = await Promise.all(ids.map((id) => fitModel(id, train)));
});

const hide = (asked: readonly FittedModel[], at: number, ratings = mine) =>
  drive(hideRating(asked, ratings, at, train.items, train.ratingScale));

/** Every candidate scored, sorted by score and then by number, and looked through; histories spelled out by hand. */
async function slowly(model: FittedModel, at: number) {
  const rest = mine.filter((_, other) => other !== at);
  const indices = Uint32Array.from(rest.map(({ item }) => item)).sort();
  const values = Float64Array.from(indices, (item) => rest.find((one) => one.item === item)!.value);
  const query = { user: null, history: { indices, values }, last: rest.at(-1)!.item };
  const scores = new Float64Array(train.items);
  await model.score(query, scores);
  const candidates = Array.from(scores.keys()).filter((item) => !indices.includes(item));
  const scored = candidates.filter((item) => !Number.isNaN(scores[item]));
  const order = scored.sort((a, b) => rounded(scores[b]) - rounded(scores[a]) || a - b);
  const rates = new Float64Array(train.items);
  model.rate?.(query, rates);
  const { item } = mine[at];
  return {
    rank: order.includes(item) ? 1 + order.indexOf(item) : NaN,
    candidates: candidates.length,
    predicted: model.rate ? Math.min(5, Math.max(1, rates[item])) : NaN,
  };
}

describe('hiding each of one’s own ratings in turn', () => {
  it('says what a slow, separate count says of every rating and recommender', async () => {
    const ranks = new Set<number>();
    for (const at of mine.keys()) {
      const foresights = await hide(models, at);
      for (const [m, model] of models.entries()) {
        const { rank, candidates, predicted } = await slowly(model, at);
        const foresight = foresights[m]!;
        expect(foresight).toMatchObject({ rank, candidates });
        if (Number.isNaN(predicted)) expect(foresight.predicted).toBeNaN();
        else expect(foresight.predicted).toBeCloseTo(predicted, 6);
        ranks.add(foresight.rank);
      }
    }
    // They do not all say the same.
    expect(ranks.size).toBeGreaterThan(3);
  });

  it('asks a newcomer’s question where there is but one rating', async () => {
    const [foresight] = await hide([models[0]], 0, mine.slice(0, 1));
    expect(foresight).toMatchObject({ candidates: train.items });
  });

  it('goes on with the others where one fails', async () => {
    const broken = { ...models[0], score: () => Promise.reject(new Error('It broke.')) };
    const foresights = await hide([broken, models[0]], 1);
    expect(foresights.map((one) => one === null)).toEqual([true, false]);
  });
});

describe('the mean of the other ratings', () => {
  it('leaves the hidden one out', () => {
    expect(meanOfOthers([5, 2, 4], 0, 3.2)).toBe(3);
    expect(meanOfOthers([5], 0, 3.2)).toBe(3.2);
  });
});
