import { beforeAll, describe, expect, it } from 'vitest';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import { csrFromRows, rowOf } from '../../../src/core/data/csr.ts';
import { newcomer } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { toUnitRows } from '../../../src/core/math/unit-vector.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { historyTowers } from '../../../src/core/recommenders/history-towers.ts';
import type { PairExamples } from '../../../src/core/recommenders/pair-towers.ts';
import { drawPairs, pairTowers } from '../../../src/core/recommenders/pair-towers.ts';
import type { BatchRules } from '../../../src/core/recommenders/people-batches.ts';
import { peopleBatches } from '../../../src/core/recommenders/people-batches.ts';
import { twoTower } from '../../../src/core/recommenders/two-tower.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { keepsItsPlaceAndNoTensor } from '../../fixtures/learning.ts';
import { parity } from '../../fixtures/parity.ts';
import type { Toy } from '../../fixtures/toy.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

const train = buildTrainingSet(parity('explicit').dataset);
const small = { factors: 8, epochs: 3, batch: 8, targets: 4, negatives: 10 };
const variants = { small, deep: { ...small, userLayer: 6, itemLayer: 5 }, own: { ...small, users: 'own' } } as const;

describe.each(Object.entries(variants))('two towers, %s', (_, params) => {
  keepsItsPlaceAndNoTensor(twoTower, train, params);

  it('explain scores by parts that add up', async () => {
    const model = await drive(twoTower.fit(train, params, testEnv()));
    for (const query of [queryOfUser(train, 3), { ...queryOfUser(train, 4), user: null }, newcomer]) {
      const scores = await scoresOf(model, query, train.items);
      for (let item = 0; item < train.items; item++) {
        const { parts } = model.explain!(query, item);
        expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 6);
      }
    }
  });
});

describe('what a batch of people holds', () => {
  const likes: CsrMatrix = csrFromRows(
    [[0, 1, 2, 3], [2, 3], [1, 4, 5, 6, 7, 8], [8]].map((items) => ({
      indices: Uint32Array.from(items),
      values: new Float64Array(items.length).fill(1),
    })),
    10,
  );
  const rules: BatchRules = { batch: 3, targets: 2, held: 0.5, negatives: 5, unknown: 0.25 };
  const batches = peopleBatches(likes, rules);
  batches.begin(createRng(1));
  const epoch = Array.from({ length: batches.steps }, (_, step) => batches.next(step));

  it('is of a shape that seldom changes, the last one too', () => {
    expect([batches.people, batches.targets]).toEqual([3, 2]);
    expect(epoch.length).toBe(Math.ceil((4 * 4) / 3));
    for (const { histories, candidates, corrections, places, weights } of epoch) {
      expect(histories.rows).toBe(3);
      expect(candidates.length % 128).toBe(0);
      expect(corrections.length).toBe(3 * candidates.length);
      expect(places.length).toBe(6);
      expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1);
    }
  });

  it('keeps what is to be found out of the history it is to be found from', () => {
    for (const { histories, candidates, places, weights } of epoch) {
      for (let at = 0; at < 6; at++) {
        if (weights[at] === 0) continue;
        expect(rowOf(histories, Math.floor(at / 2)).indices).not.toContain(candidates[places[at]]);
      }
    }
  });

  it('bars what a person likes and nothing else', () => {
    for (const { histories, candidates, corrections, places, weights } of epoch) {
      for (let row = 0; row < 3; row++) {
        const sought = [0, 1].flatMap((t) => (weights[2 * row + t] > 0 ? [candidates[places[2 * row + t]]] : []));
        const seen = [...rowOf(histories, row).indices, ...sought];
        if (sought.length === 0) continue;
        const users = [0, 1, 2, 3].filter((user) => seen.every((item) => rowOf(likes, user).indices.includes(item)));
        const barred = corrections.subarray(row * candidates.length, (row + 1) * candidates.length);
        const isRight = (user: number) =>
          candidates.every((item, at) => {
            // What only fills up is barred for everyone.
            const isFilling = [0, 1, 2].every((other) => corrections[other * candidates.length + at] < -1e8);
            return isFilling || barred[at] < -1e8 === rowOf(likes, user).indices.includes(item);
          });
        expect(users.some(isRight)).toBe(true);
      }
    }
  });

  it('corrects for how often each candidate is expected', () => {
    const found = new Float64Array(10);
    let drawn = 0;
    for (let round = 0; round < 600; round++) {
      batches.begin(createRng(round));
      // Only whole batches: the last of an epoch is shorter.
      for (let step = 0; step + 1 < batches.steps; step++) {
        const { candidates, corrections } = batches.next(step);
        drawn++;
        new Set(candidates).forEach((item) => {
          const at = candidates.indexOf(item);
          const told = [0, 1, 2].map((row) => corrections[row * candidates.length + at]).find((value) => value > -1e8);
          // Of an item that all three like nothing is told.
          if (told !== undefined) found[item] += Math.exp(told);
        });
      }
    }
    // Likes of one person alone are always told, and weigh 1 on average.
    for (const item of [0, 4, 5, 6, 7]) expect(Math.abs(found[item] / drawn - 1)).toBeLessThan(0.05);
    expect(found[9]).toBe(0);
  });
});

describe('the loss over histories', () => {
  it('is the one stated, in plain loops, and falls along its gradient', async () => {
    const tensors = await plainCompute.tensors();
    const { tf } = tensors;
    const rng = createRng(5);
    const draw = (length: number) => Float32Array.from({ length }, () => rng.next() - 0.5);
    const factors = 3;
    const likes = csrFromRows(
      [
        [0, 1, 2],
        [1, 3, 4, 5],
      ].map((items) => ({
        indices: Uint32Array.from(items),
        values: new Float64Array(items.length).fill(1),
      })),
      6,
    );
    const content = csrFromRows(
      Array.from({ length: 6 }, (_, item) => ({ indices: Uint32Array.of(item % 2), values: Float64Array.of(0.5) })),
      2,
    );
    const start = { history: draw(18), everyone: draw(3), items: draw(28), content: draw(8) };
    const towers = historyTowers(tensors, start, content, {
      ...{ factors, learningRate: 0.01, temperature: 0.5, normalize: true },
    });
    const batches = peopleBatches(likes, { batch: 2, targets: 2, held: 0.5, negatives: 4, unknown: 0.3 });
    batches.begin(createRng(2));
    const batch = batches.next(0);

    const unit = (x: number[]) => x.map((value) => value / Math.hypot(...x));
    const itemAt = (at: number) => {
      const row = (table: Float32Array, index: number) => [...table.subarray(4 * index, 4 * index + 4)];
      const features = row(start.content, batch.candidates[at] % 2);
      const sum = row(start.items, batch.identities[at]).map((value, f) => value + 0.5 * features[f]);
      return { v: unit(sum.slice(0, 3)), b: sum[3] };
    };
    let wanted = 0;
    for (let row = 0; row < 2; row++) {
      const history = rowOf(batch.histories, row);
      const x = unit(
        [0, 1, 2].map((f) =>
          history.indices.reduce(
            (sum, item, i) => sum + history.values[i] * start.history[3 * item + f],
            start.everyone[f],
          ),
        ),
      );
      const score = (at: number) => itemAt(at).v.reduce((sum, v, f) => sum + (v * x[f]) / 0.5, itemAt(at).b);
      let sum = 0;
      batch.candidates.forEach((_, at) => {
        sum += Math.exp(score(at) + batch.corrections[row * batch.candidates.length + at]);
      });
      for (let t = 0; t < 2; t++) {
        const weight = batch.weights[2 * row + t];
        if (weight > 0) wanted += weight * Math.log(1 + sum / Math.exp(score(batch.places[2 * row + t])));
      }
    }
    const loss = tf.tidy(() => towers.loss(batch).dataSync()[0]);
    expect(loss).toBeCloseTo(wanted, 5);

    // Along each parameter the slope is what the loss does a little to either side.
    const slopes = tf.tidy(() => {
      const { grads } = tf.variableGrads(() => towers.loss(batch), Object.values(towers.parameters));
      return Object.values(towers.parameters).map((parameter) => grads[parameter.name].dataSync().slice());
    });
    Object.entries(towers.parameters).forEach(([name, parameter], at) => {
      for (const index of [0, 4, 7].filter((i) => i < parameter.size)) {
        const values = start[name as keyof typeof start];
        const moved = (by: number) => {
          const copy = values.slice();
          copy[index] += by;
          tf.tidy(() => parameter.assign(tf.tensor(copy, parameter.shape)));
          return tf.tidy(() => towers.loss(batch).dataSync()[0]);
        };
        const slope = (moved(0.01) - moved(-0.01)) / 0.02;
        moved(0);
        expect(Math.abs(slopes[at][index] - slope)).toBeLessThan(2e-3);
      }
    });
    towers.dispose();
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
    const { init, examples, batchLoss, final, scoresUser2 } = expected.twoTowerTrace;
    const tensors = await plainCompute.tensors();
    const start = { users: Float32Array.from(init.U.flat()), items: Float32Array.from(init.V.flat()) };
    const towers = pairTowers(tensors, start, { factors: 3, learningRate: 0.01, temperature: 1 });
    for (const [epoch, rows] of (examples as number[][][]).entries()) {
      const told: PairExamples = {
        users: Int32Array.from(rows, ([user]) => user),
        items: Int32Array.from(rows, ([, item]) => item),
        labels: Float32Array.from(rows, ([, , label]) => label),
      };
      for (const [step, wanted] of (batchLoss[epoch] as number[]).entries()) {
        const to = Math.min(rows.length, (step + 1) * 256);
        const loss = towers.optimizer.step(() => towers.loss(told, step * 256, to, 256));
        expect((await tensors.read(loss))[0]).toBeCloseTo(wanted, 5);
        loss.dispose();
      }
    }
    const users = await tensors.read(towers.parameters.users);
    const items = await tensors.read(towers.parameters.items);
    users.forEach((value, at) => expect(value).toBeCloseTo(final.U.flat()[at], 4));
    items.forEach((value, at) => expect(value).toBeCloseTo(final.V.flat()[at], 4));
    towers.dispose();
    const scores = await scoresOf(
      twoTower.restore(
        {
          ...{ recommender: 'two-tower', version: 1, params: { ...preset('two-tower'), factors: 3 } },
          arrays: { users, items: toUnitRows(items, 3), map: new Float64Array(9) },
          ...{ numbers: {}, words: {} },
        },
        toy.train,
      ),
      queryOfUser(toy.train, 2),
      60,
    );
    scores.forEach((score, item) => expect(score).toBeCloseTo(scoresUser2[item], 4));
  });

  it('draws what its variant says', () => {
    const { byUser } = toy.train;
    const known = (user: number, item: number) => rowOf(byUser, user).indices.includes(item);
    for (const avoid of ['itself', 'everything met'] as const) {
      const { users, items, labels } = drawPairs(byUser, byUser, { draws: 3, avoid }, createRng(3));
      expect(users.length).toBe(4 * 328);
      const drawn = [...users.keys()].filter((at) => labels[at] === 0);
      expect(drawn.length).toBe(3 * 328);
      const hits = drawn.filter((at) => known(users[at], items[at])).length / drawn.length;
      if (avoid === 'itself') expect(hits).toBeGreaterThan(0.1);
      else expect(hits).toBe(0);
    }
  });

  it.each([
    ['notebook', 0.43, 0.51],
    ['notebook-avoiding', 0.47, 0.54],
  ])('reaches its recall over twenty seeds, %s', async (name, low, high) => {
    const recalls: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const model = await drive(twoTower.fit(toy.train, preset('two-tower', name), testEnv(seed)));
      let hits = 0;
      for (let user = 0; user < 30; user++) {
        const query = queryOfUser(toy.train, user);
        const scores = await scoresOf(model, query, 60);
        if (topN(scores, 10, query.history.indices).includes(toy.heldOut[user])) hits++;
      }
      recalls.push(hits / 30);
    }
    expect(mean(recalls)).toBeGreaterThan(low);
    expect(mean(recalls)).toBeLessThan(high);
  });

  it('loses as much in each epoch', async () => {
    const model = await drive(twoTower.fit(toy.train, preset('two-tower'), testEnv(1)));
    const { mean: wanted, std } = expected.twoTower.asDescribed.loss;
    model.snapshot().arrays.losses.forEach((loss, epoch) => {
      expect(Math.abs(loss - wanted[epoch])).toBeLessThan(5 * std[epoch]);
    });
  });
});
