import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/core/compute.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { mfSgd } from '../../../src/core/recommenders/mf-sgd.ts';
import { createKernels } from '../../../src/kernels/load-node.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

const events = randomRatings(60, 40, 0.2, 5);
const train = buildTrainingSet(datasetOf(events, {}, { items: 41 }));
const small = { factors: 4, epochs: 60, learningRate: 0.05, regularization: 0.04 };

describe('matrix factorization by gradient steps', () => {
  let fast: Kernels;
  beforeAll(async () => {
    fast = await createKernels();
  });

  it('learns: the error falls from epoch to epoch', async () => {
    const losses: number[] = [];
    const report = ({ loss }: { loss?: number }) => void (loss !== undefined && losses.push(loss));
    await drive(mfSgd.fit(train, small, testEnv()), { report });
    expect(losses).toHaveLength(60);
    for (let epoch = 1; epoch < 60; epoch++) expect(losses[epoch]).toBeLessThan(1.01 * losses[epoch - 1]);
    expect(losses[59]).toBeLessThan(0.8 * losses[0]);
  });

  it('says the same in WebAssembly as by the plain formulas', async () => {
    const plain = await fitModel('mf-sgd', train, small);
    const quick = await drive(mfSgd.fit(train, small, { ...testEnv(), kernels: fast }));
    for (const user of [0, 17, 59]) {
      const wanted = await scoresOf(plain, queryOfUser(train, user), train.items);
      const scores = await scoresOf(quick, queryOfUser(train, user), train.items);
      scores.forEach((score, item) => expect(score).toBeCloseTo(wanted[item], 3));
    }
  });

  it('hears what somebody disliked as well as what they liked', async () => {
    const model = await fitModel('mf-sgd', train, small);
    const after = async (value: number) => [...(await scoresOf(model, queryFrom([{ item: 0, value }]), 40))];
    const [liked, disliked] = [await after(5), await after(1)];
    // Items 0, 3, 6 ... are of one taste.
    const gap = (rest: number) => mean(liked.flatMap((score, i) => (i % 3 === rest ? [score - disliked[i]] : [])));
    expect(gap(0)).toBeGreaterThan(gap(1) + 0.04);
    expect(gap(0)).toBeGreaterThan(gap(2) + 0.04);
  });

  it('gives someone new what everyone gives, and an item nobody rated the average', async () => {
    const model = await fitModel('mf-sgd', train, small);
    const overall = mean(train.byUser.values);
    const scores = await scoresOf(model, newcomer, train.items);
    expect(scores[40]).toBeCloseTo(overall, 6);
    const { parts } = model.explain!(newcomer, 0);
    expect(parts).toEqual([{ kind: 'bias', index: -1, label: 'what everyone gives it', amount: scores[0] }]);
    const similar = new Float64Array(train.items);
    model.similar!(0, similar);
    expect(similar[40]).toBeNaN();
  });

  it('stops where the numbers run away, and says when and what to do', async () => {
    const wild = { ...small, learningRate: 1, regularization: 1e-6, spread: 1 };
    await expect(fitModel('mf-sgd', train, wild)).rejects.toThrow(
      /epoch \d+ with learning rate 1 .* Lower the learning rate/,
    );
    const runaway = drive(mfSgd.fit(train, wild, { ...testEnv(), kernels: fast }));
    await expect(runaway).rejects.toMatchObject({ name: 'ParamError' });
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('mf-sgd', { factors: 8, learningRate: 0.03 })) - 0.0898)).toBeLessThan(0.02);
  });
});
