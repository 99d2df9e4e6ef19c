import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { multiVae } from '../../../src/core/recommenders/multi-vae.ts';
import type { ModelSnapshot } from '../../../src/core/recommenders/recommender.ts';
import { startOfVae, vaeNetwork } from '../../../src/core/recommenders/vae-network.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { keepsItsPlaceAndNoTensor } from '../../fixtures/learning.ts';
import { parity } from '../../fixtures/parity.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { rowsOf } from '../../fixtures/rows.ts';

const { dataset, withheld } = parity('implicit');
const train = buildTrainingSet(dataset);
const small = { factors: 4, epochs: 4, patience: 9 };

/** Row times row-major matrix, and what is added. */
const affine = (x: readonly number[], weights: Float32Array, biases: ArrayLike<number>) =>
  Array.from(biases, (bias, o) => x.reduce((sum, value, i) => sum + value * weights[i * biases.length + o], bias));

describe('the loss', () => {
  const likes = rowsOf([
    [1, 0, 1, 0, 0],
    [0, 1, 1, 1, 1],
    [0, 0, 0, 0, 1],
  ]);

  it.each([{ hidden: 0 }, { hidden: 3 }])('is the paper’s, in plain loops, with %o', async ({ hidden }) => {
    const choices = { factors: 2, hidden, learningRate: 0.01, regularization: 0.3, balance: 0.5 };
    const weights = startOfVae(likes, choices, createRng(3));
    const tensors = await plainCompute.tensors();
    const network = vaeNetwork(tensors, likes, weights, choices);
    const beta = 0.7;
    const loss = tensors.tf.tidy(() => network.loss(Uint32Array.of(1, 2), 4, { rng: createRng(5), dropout: 0 }, beta));
    // Without dropout every like draws once from the chance, after the noise.
    const noise = createRng(5);
    const epsilon = Array.from({ length: 8 }, () => noise.normal());
    const perPerson = 7 / (Math.sqrt(2) + Math.sqrt(4) + 1);
    let wanted = 0;
    for (const [row, person] of [1, 2].entries()) {
      const { indices } = rowOf(likes, person);
      const x = Array.from({ length: 5 }, (_, item) => (indices.includes(item) ? 1 / Math.sqrt(indices.length) : 0));
      let code = affine(x, weights.encoder, weights.encoderBiases);
      if (hidden > 0) code = affine(code.map(Math.tanh), weights.middle, weights.middleBiases);
      const [mean, logVariance] = [code.slice(0, 2), code.slice(2)];
      const drawn = mean.map((mu, k) => mu + Math.exp(logVariance[k] / 2) * epsilon[2 * row + k]);
      const inner = hidden > 0 ? affine(drawn, weights.decoder, weights.decoderBiases).map(Math.tanh) : drawn;
      const logits = Array.from(
        weights.itemBiases,
        (bias, item) => inner.reduce((sum, value, k) => sum + value * weights.items[item * inner.length + k], bias), // prettier-ignore
      );
      const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      const missed = indices.reduce((sum, item) => sum + total - logits[item], 0);
      const apart = mean.reduce((sum, mu, k) => sum + mu ** 2 + Math.exp(logVariance[k]) - 1 - logVariance[k], 0) / 2;
      wanted += ((perPerson / Math.sqrt(indices.length)) * missed + beta * apart) / 2;
    }
    for (const values of Object.values(weights)) for (const value of values) wanted += 0.15 * value ** 2;
    const [reached] = await tensors.read(loss);
    expect(Math.abs(reached - wanted)).toBeLessThan(1e-4 * wanted);
    loss.dispose();
    network.dispose();
  });
});

describe('multi-vae', () => {
  it.each([{ hidden: 16, learningRate: 0.01 }, { weights: 'preference' }, { factors: 3 }])(
    'finds the one withheld item with %o',
    async (params) => {
      const model = await fitModel('multi-vae', train, params);
      for (const [user, item] of withheld.entries()) {
        const query = queryOfUser(train, user);
        expect(topN(await scoresOf(model, query, train.items), 1, query.history.indices)[0]).toBe(item);
      }
    },
  );

  it('explains a score through hidden layers by parts that add up, what speaks for it above what does not', async () => {
    const model = await fitModel('multi-vae', train, { hidden: 16, learningRate: 0.01 });
    const query = queryFrom([
      { item: 0, value: 1 },
      { item: 3, value: 1 },
    ]);
    const scores = await scoresOf(model, query, train.items);
    const { score, parts } = model.explain!(query, 8);
    expect(score).toBeCloseTo(scores[8], 6);
    expect(parts[0].kind).toBe('bias');
    const partOf = (item: number) => parts.find(({ kind, index }) => kind === 'item' && index === item)!.amount;
    expect(partOf(0)).toBeGreaterThan(partOf(3));
  });

  it('shows someone new what is widely liked', async () => {
    const community = buildTrainingSet(datasetOf(randomRatings(150, 120, 0.15, 11)));
    const liked = new Float64Array(community.items);
    community.byUser.indices.forEach((item, at) => (liked[item] += Number(community.byUser.values[at] > 3)));
    const usual = liked.reduce((sum, count) => sum + count, 0) / liked.length;
    const scores = await scoresOf(await fitModel('multi-vae', community, small), newcomer, community.items);
    for (const item of topN(scores, 5, [])) expect(liked[item]).toBeGreaterThan(usual);
  });

  it('says what to do where the network would not fit', async () => {
    const wide = { ...train, items: 200_000 };
    await expect(drive(multiVae.fit(wide, { factors: 512 }, testEnv()))).rejects.toMatchObject({
      name: 'ParamError',
      message: expect.stringMatching(/Lower the batch, the factors or the hidden layer/),
    });
  });

  keepsItsPlaceAndNoTensor(multiVae, train, small, [{ ...small, hidden: 4 }]);

  it('keeps no more than answers need', async () => {
    const { arrays }: ModelSnapshot = (await fitModel('multi-vae', train, small)).snapshot();
    expect(arrays.encoder.length).toBe(20 * 4);
    expect(arrays.items.length).toBe(20 * 4);
    const paper = await fitModel('multi-vae', train, { ...preset('multi-vae', 'paper'), epochs: 2 });
    expect(Object.keys(paper.snapshot().arrays)).toEqual(expect.arrayContaining(['middle', 'decoder']));
  });

  it('ranks the seeded community as well as it did', async () => {
    const ndcg = await goldenNdcg('multi-vae');
    expect(ndcg).toBeGreaterThan(0.14);
    expect(ndcg).toBeLessThan(0.2);
  });
});
