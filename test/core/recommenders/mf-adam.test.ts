import { beforeAll, describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { factorNetwork } from '../../../src/core/recommenders/factor-network.ts';
import { mfAdam } from '../../../src/core/recommenders/mf-adam.ts';
import type { Checkpoint, FitProgress } from '../../../src/core/recommenders/recommender.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { keepsItsPlaceAndNoTensor } from '../../fixtures/learning.ts';
import { parity } from '../../fixtures/parity.ts';
import type { Toy } from '../../fixtures/toy.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

const train = buildTrainingSet(parity('explicit').dataset);
const small = { factors: 4, epochs: 4, batch: 64, learningRate: 0.02 };

describe('learning in epochs', () => {
  it('reports the loss and the validation of every epoch, and keeps the curve with the model', async () => {
    const reports: FitProgress[] = [];
    const model = await drive(mfAdam.fit(train, small, testEnv()), { report: (progress) => reports.push(progress) });
    const epochs = reports.flatMap(({ epoch }) => epoch ?? []);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    for (const { loss, validation } of epochs) {
      expect(loss).toBeGreaterThan(0);
      expect(validation).toBeGreaterThan(0);
    }
    const { losses, validations } = model.snapshot().arrays;
    expect([...losses]).toEqual(epochs.map(({ loss }) => loss));
    expect([...validations]).toEqual(epochs.map(({ validation }) => validation));
  });

  keepsItsPlaceAndNoTensor(mfAdam, train, small);

  it('refuses a checkpoint of another shape', async () => {
    const run = mfAdam.fit(train, { ...small, epochs: 1 }, testEnv());
    let kept: Checkpoint | undefined;
    for await (const { checkpoint } of run) kept ??= await checkpoint?.();
    const other = drive(mfAdam.fit(train, { ...small, factors: 5 }, { ...testEnv(), resume: kept! }));
    await expect(other).rejects.toMatchObject({ name: 'SnapshotVersionError' });
  });

  it('says which epoch ran away', async () => {
    const wild = { ...small, learningRate: 10, epochs: 200, patience: 0, regularization: 10 };
    const overflow = {
      ...train,
      byUser: { ...train.byUser, values: train.byUser.values.map((value) => value * 1e30) },
    };
    await expect(drive(mfAdam.fit(overflow, wild, testEnv()))).rejects.toThrow(
      /finite loss; epoch 1 .* Lower the learning rate/,
    );
  });

  it('keeps the best epoch rather than the last', async () => {
    const model = await drive(mfAdam.fit(train, { ...small, epochs: 60, learningRate: 0.1, patience: 2 }, testEnv()));
    const validations = [...model.snapshot().arrays.validations];
    const best = validations.indexOf(Math.min(...validations));
    expect(validations.length).toBe(best + 3);
  });
});

describeShared('the notebook', [...toyPaths, 'oracle/toy-expected.json'], () => {
  let toy: Toy;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- fixtures are untyped by nature
  let expected: any;
  beforeAll(() => {
    toy = loadToy();
    expected = readShared('oracle/toy-expected.json');
  });

  it('follows its trace, batch by batch', async () => {
    const { init, orders, batchLoss, final, scoresUser2 } = expected.mfTrace;
    const rows: readonly (readonly [number, number, number])[] = readShared('oracle/toy.json').train;
    const { byUser } = toy.train;
    const cellOf = rows.map(([user, item]) => byUser.indices.indexOf(item, byUser.indptr[user]));
    const tensors = await plainCompute.tensors();
    const start = {
      users: Float32Array.from(init.P.flat()),
      items: Float32Array.from(init.Q.flat()),
      userBiases: Float32Array.from(init.bu),
      itemBiases: Float32Array.from(init.bi),
      usual: init.mu,
    };
    const choices = { factors: 3, learningRate: 0.01, regularization: 1e-5, penalty: 'everything' } as const;
    const network = factorNetwork(tensors, byUser, start, choices);
    for (const [epoch, order] of orders.entries()) {
      const cells = Uint32Array.from(order as number[], (row) => cellOf[row]);
      for (let step = 0; step < 2; step++) {
        const batch = cells.subarray(step * 256, (step + 1) * 256);
        const loss = network.optimizer.step(() => network.loss(batch, 256));
        expect((await tensors.read(loss))[0]).toBeCloseTo(batchLoss[epoch][step], 5);
        loss.dispose();
      }
    }
    const reached = await Promise.all(Object.values(network.parameters).map((parameter) => tensors.read(parameter)));
    const names = ['P', 'Q', 'bu', 'bi', 'mu'];
    reached.forEach((values, at) => {
      const wanted = [final[names[at]]].flat(2) as number[];
      values.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4));
    });
    const [users, items, userBiases, itemBiases, [usual]] = reached;
    for (let item = 0; item < 60; item++) {
      let score = usual + userBiases[2] + itemBiases[item];
      for (let f = 0; f < 3; f++) score += users[6 + f] * items[3 * item + f];
      expect(score).toBeCloseTo(scoresUser2[item], 4);
    }
    network.dispose();
  });

  it('reaches its recall over twenty seeds', async () => {
    const recalls: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const model = await drive(mfAdam.fit(toy.train, preset('mf-adam'), testEnv(seed)));
      let hits = 0;
      for (let user = 0; user < 30; user++) {
        const query = queryOfUser(toy.train, user);
        const scores = await scoresOf(model, query, 60);
        if (topN(scores, 10, query.history.indices).includes(toy.heldOut[user])) hits++;
      }
      recalls.push(hits / 30);
    }
    expect(mean(recalls)).toBeGreaterThan(0.39);
    expect(mean(recalls)).toBeLessThan(0.52);
  });
});
