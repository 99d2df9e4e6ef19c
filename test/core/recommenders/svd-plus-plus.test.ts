import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { createRng } from '../../../src/core/rng.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

const train = buildTrainingSet(datasetOf(randomRatings(40, 30, 0.2, 5), {}, { items: 31 }));
const params = { factors: 3, epochs: 4, learningRate: 0.02, regularization: 0.05, spread: 0.1 };

describe('svd++', () => {
  it('takes the steps of the paper, each y at each rating', async () => {
    const { arrays } = (await fitModel('svd-plus-plus', train, params, 9)).snapshot();
    const { items, choices, biases } = slowly(9);
    const rated = 30 * params.factors;
    choices.slice(0, rated).forEach((value, at) => expect(arrays.choices[at]).toBeCloseTo(value, 11));
    items.slice(0, rated).forEach((value, at) => expect(arrays.items[at]).toBeCloseTo(value, 11));
    biases.forEach((value, item) => expect(arrays.biases[item]).toBeCloseTo(value, 11));
  });

  it('learns from what was chosen, even where the rating says nothing', async () => {
    const model = await fitModel('svd-plus-plus', train, { ...params, epochs: 40 });
    const usual = await scoresOf(model, newcomer, train.items);
    // Rated exactly as everyone rates it.
    const scores = await scoresOf(model, queryFrom([{ item: 3, value: usual[3] }]), train.items);
    const moves = scores.map((score, item) => Math.abs(score - usual[item]));
    expect(mean(moves.slice(0, 30))).toBeGreaterThan(0.01);
    expect(moves[30]).toBeLessThan(0.2);
  });

  it('gives an item nobody rated the average', async () => {
    const model = await fitModel('svd-plus-plus', train, params);
    expect((await scoresOf(model, newcomer, train.items))[30]).toBeCloseTo(mean(train.byUser.values), 12);
  });

  it('stops where the numbers run away, and says when and what to do', async () => {
    const wild = { ...params, learningRate: 1, regularization: 1e-6, spread: 1, epochs: 20 };
    await expect(fitModel('svd-plus-plus', train, wild)).rejects.toThrow(/epoch \d+ with .* Lower the learning rate/);
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('svd-plus-plus', { factors: 8 })) - 0.131)).toBeLessThan(0.02);
  });
});

/** Σ |N| steps per rating, as the formulas read. */
function slowly(seed: number) {
  const { factors, epochs, learningRate, regularization, spread } = params;
  const rng = createRng(seed);
  const start = (rows: number) => Float64Array.from({ length: rows * factors }, () => spread * rng.normal());
  const [items, choices, tastes] = [start(train.items), start(train.items), start(train.users)];
  const biases = new Float64Array(train.items);
  const own = new Float64Array(train.users);
  const order = Uint32Array.from({ length: train.users }, (_, user) => user);
  const usual = mean(train.byUser.values);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const user of rng.shuffle(order)) {
      const { indices, values } = rowOf(train.byUser, user);
      const scale = 1 / Math.sqrt(indices.length);
      indices.forEach((item, at) => {
        const z = new Float64Array(factors).map((_, f) =>
          indices.reduce((sum, j) => sum + scale * choices[j * factors + f], 0),
        );
        const q = items.slice(item * factors, (item + 1) * factors);
        const p = tastes.slice(user * factors, (user + 1) * factors);
        const score = usual + own[user] + biases[item] + q.reduce((sum, value, f) => sum + value * (p[f] + z[f]), 0);
        const error = values[at] - score;
        own[user] += learningRate * (error - regularization * own[user]);
        biases[item] += learningRate * (error - regularization * biases[item]);
        for (let f = 0; f < factors; f++) {
          tastes[user * factors + f] += learningRate * (error * q[f] - regularization * p[f]);
          items[item * factors + f] += learningRate * (error * (p[f] + z[f]) - regularization * q[f]);
          for (const j of indices) {
            choices[j * factors + f] +=
              learningRate * (error * scale * q[f] - regularization * choices[j * factors + f]);
          }
        }
      });
    }
  }
  return { items, choices, biases };
}
