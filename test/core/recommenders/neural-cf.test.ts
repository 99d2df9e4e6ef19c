import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { cfExamples } from '../../../src/core/recommenders/cf-examples.ts';
import { cfAnswers } from '../../../src/core/recommenders/cf-model.ts';
import { cfNetwork, startOfCf } from '../../../src/core/recommenders/cf-network.ts';
import { neuralCf } from '../../../src/core/recommenders/neural-cf.ts';
import { lastRows } from '../../../src/core/recommenders/validation.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { lesson, lessonPath } from '../../fixtures/lesson.ts';
import { keepsItsPlaceAndNoTensor } from '../../fixtures/learning.ts';
import { parity } from '../../fixtures/parity.ts';
import { rowsOf } from '../../fixtures/rows.ts';
import { describeShared, readShared } from '../../shared.ts';

const { dataset, withheld } = parity('explicit');
const train = buildTrainingSet(dataset);
const small = { factors: 4, first: 8, second: 4, epochs: 4, patience: 9 };

describeShared('the lesson’s network', [lessonPath], () => {
  const shape = { products: 0, layered: 3, first: 4, second: 3, outputs: 1 };
  const choices = { learningRate: 0.001, regularization: 0, dropout: 0 };

  async function opened() {
    const tensors = await plainCompute.tensors();
    const { neuralCF } = readShared(lessonPath);
    const flat = (values: number[] | number[][]) => Float32Array.from(values.flat());
    const named = (w: Record<string, number[] | number[][]>) => ({
      users: flat(w.U),
      items: flat(w.V),
      first: flat(w.W1),
      firstBiases: flat(w.b1),
      second: flat(w.W2),
      secondBiases: flat(w.b2),
      out: flat(w.W3),
      outBiases: flat(w.b3),
    });
    const network = cfNetwork(tensors, named(neuralCF.weights), shape, choices);
    const batch = {
      people: Int32Array.from(neuralCF.users as number[]),
      things: Int32Array.from(neuralCF.items as number[]),
      targets: Float32Array.from(neuralCF.target as number[]),
      counts: new Float32Array(6).fill(1 / 6),
    };
    return { tensors, neuralCF, named, network, batch };
  }

  function expectClose(reached: Float32Array, wanted: ArrayLike<number>): void {
    expect(reached.length).toBe(wanted.length);
    reached.forEach((value, at) => {
      expect(Math.abs(value - wanted[at])).toBeLessThanOrEqual(1e-4 * Math.max(1e-3, Math.abs(wanted[at])));
    });
  }

  it('predicts, errs and slopes as worked out', async () => {
    const { tensors, neuralCF, named, network, batch } = await opened();
    const { tf, read } = tensors;
    const predicted = tf.tidy(() => tf.sigmoid(network.logits(batch)));
    expectClose(await read(predicted), neuralCF.prediction);
    const { value, grads } = tf.variableGrads(() => network.loss(batch));
    expectClose(await read(value), [neuralCF.loss]);
    for (const [name, wanted] of Object.entries(named(neuralCF.gradients)))
      expectClose(await read(grads[network.parameters[name].name]), wanted);
    tf.dispose([predicted, value, ...Object.values(grads)]);
    network.dispose();
  });

  it('takes five steps as worked out', async () => {
    const { tensors, neuralCF, named, network, batch } = await opened();
    for (const wanted of neuralCF.lossOverFiveSteps) {
      const loss = network.optimizer.step(() => network.loss(batch));
      expectClose(await tensors.read(loss), [wanted]);
      loss.dispose();
    }
    for (const [name, wanted] of Object.entries(named(neuralCF.weightsAfterFiveSteps)))
      expectClose(await tensors.read(network.parameters[name]), wanted);
    network.dispose();
  });
});

describeShared('the notebook’s setting', [lessonPath], () => {
  it('predicts on the scale of the ratings, and those it has seen better than their mean does', async () => {
    const { train } = lesson();
    const model = await fitModel('neural-cf', train, {
      ...preset('neural-cf'),
      validation: 'people',
      epochs: 60,
      learningRate: 0.005,
    });
    const rates = new Float64Array(train.items);
    let [error, spread, count] = [0, 0, 0];
    const usual = mean(train.byUser.values);
    for (let user = 0; user < train.users; user++) {
      model.rate!(queryOfUser(train, user), rates);
      for (const rate of rates) expect(rate >= 1 && rate <= 5).toBe(true);
      const { indices, values } = rowOf(train.byUser, user);
      indices.forEach((item, at) => {
        error += (rates[item] - values[at]) ** 2;
        spread += (usual - values[at]) ** 2;
        count++;
      });
    }
    expect(Math.sqrt(error / count)).toBeLessThan(0.5 * Math.sqrt(spread / count));
  });
});

describe('the last rows', () => {
  it('are held back in the order of the log, and their people asked about by name', () => {
    const events = [5, 1, 4, 2, 3].map((value, at) => ({ user: at % 2, item: at, value, time: at }));
    const { byUser, cases } = lastRows(buildTrainingSet(datasetOf(events)), 0.4);
    expect([...byUser.indices]).toEqual([0, 2, 1]);
    expect(cases).toEqual([
      { user: 1, known: true, items: Uint32Array.of(3), values: Float64Array.of(2), liked: new Uint32Array(0) },
      { user: 0, known: true, items: Uint32Array.of(4), values: Float64Array.of(3), liked: new Uint32Array(0) },
    ]);
  });
});

describe('examples', () => {
  const byUser = rowsOf([
    [5, 1, 0, 4, 0, 0],
    [5, 4, 3, 4, 5, 4],
  ]);
  const choices = { tasks: ['choice', 'stars'], negatives: 3, people: 'history' } as const;
  const batchOf = cfExamples(byUser, {
    ...choices,
    weightOf: (value) => value - 3,
    shareOf: (value) => (value - 1) / 4,
  });

  it('are a like and things not met, beside a history without it', () => {
    const { people, things, targets, counts } = batchOf(Uint32Array.of(0), 2, createRng(1));
    if (people instanceof Int32Array) throw new Error('Expected a history.');
    const own = rowOf(people, 0);
    expect([...own.indices]).toEqual([1, 3]);
    [-2, 1].forEach((weight, at) => expect(own.values[at]).toBeCloseTo(weight / Math.SQRT2, 6));
    expect(rowOf(people, 1).indices.length).toBe(0);
    expect(things[0]).toBe(0);
    for (const item of things.subarray(1, 4)) expect([2, 4, 5]).toContain(item);
    expect([...targets]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, ...new Array<number>(8).fill(0)]);
    expect([...counts]).toEqual([0.25, 1, 0.25, 0, 0.25, 0, 0.25, 0, ...new Array<number>(8).fill(0)]);
  });

  it('are a dislike alone, and nothing drawn for who has met everything', () => {
    const { targets, counts } = batchOf(Uint32Array.of(1, 3), 2, createRng(1));
    expect([...targets.subarray(0, 2)]).toEqual([0, 0]);
    expect([...counts.subarray(0, 8)]).toEqual([0.125, 0.5, 0, 0, 0, 0, 0, 0]);
    expect([...counts.subarray(8, 16)]).toEqual([0.125, 0.5, 0, 0, 0, 0, 0, 0]);
  });
});

describe('answers from plain arrays', () => {
  it.each(['gmf', 'mlp', 'neumf'])('are the network’s, for %s', async (network) => {
    const [products, layered] = [network === 'mlp' ? 0 : 3, network === 'gmf' ? 0 : 3];
    const shape = { products, layered, first: 6, second: 4, outputs: 2 };
    const sizes = { people: 'history', users: 0, items: 7, biases: true } as const;
    const weights = startOfCf(sizes, shape, createRng(2));
    for (const values of Object.values(weights)) values.forEach((_, at) => (values[at] = Math.sin(at + values.length)));
    const tensors = await plainCompute.tensors();
    const choices = { learningRate: 0.01, regularization: 0, dropout: 0.5 };
    const made = cfNetwork(tensors, weights, shape, choices);
    const history = { indices: Uint32Array.of(1, 4), values: Float64Array.of(0.5, -1) };
    const people = rowsOf([[0, 0.5 / Math.SQRT2, 0, 0, -1 / Math.SQRT2, 0, 0]]);
    const logits = tensors.tf.tidy(() => made.logits({ people, things: Int32Array.from([0, 1, 2, 3, 4, 5, 6]) }));
    const wanted = await tensors.read(logits);
    const answers = cfAnswers(weights, shape);
    const person = answers.personOf(history);
    const out = new Float64Array(7);
    for (const which of [0, 1]) {
      answers.logits(person, which, out);
      out.forEach((logit, item) => expect(logit).toBeCloseTo(wanted[2 * item + which], 4));
    }
    logits.dispose();
    made.dispose();
  });
});

describe('neural-cf', () => {
  it.each([
    { network: 'gmf' },
    { network: 'mlp' },
    { people: 'own', learningRate: 0.01, patience: 12 },
    { biases: false, dropout: 0 },
  ])('finds the one withheld item with %o', async (params) => {
    const model = await fitModel('neural-cf', train, params);
    for (const [user, item] of withheld.entries()) {
      for (const query of [queryOfUser(train, user), { ...queryOfUser(train, user), user: null }]) {
        expect(topN(await scoresOf(model, query, train.items), 1, query.history.indices)[0]).toBe(item);
      }
    }
  });

  it.each([{}, { learns: 'ratings' }, { people: 'own' }, { learns: 'ratings', people: 'own' }])(
    'explains its scores by parts that add up with %o',
    async (params) => {
      const model = await fitModel('neural-cf', train, { ...params, ...small });
      const stranger = queryFrom([
        { item: 0, value: 5 },
        { item: 3, value: 1 },
      ]);
      for (const query of [queryOfUser(train, 0), stranger, newcomer]) {
        const scores = await scoresOf(model, query, train.items);
        for (let item = 0; item < train.items; item++) {
          const { score, parts } = model.explain!(query, item);
          expect(score).toBeCloseTo(scores[item], 5);
          expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[item], 5);
        }
      }
    },
  );

  keepsItsPlaceAndNoTensor(neuralCf, train, small, [{ ...small, people: 'own' }]);

  it('ranks a seeded community as well as it did', async () => {
    const ndcg = await goldenNdcg('neural-cf');
    expect(ndcg).toBeGreaterThan(0.12);
    expect(ndcg).toBeLessThan(0.2);
  });
});
