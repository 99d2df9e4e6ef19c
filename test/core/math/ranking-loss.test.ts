import { expect, it } from 'vitest';
import type { SparseRow } from '../../../src/core/data/csr.ts';
import type { Gradient } from '../../../src/core/math/feature-embeddings.ts';
import { gradientsOf, represent, scoreOf } from '../../../src/core/math/feature-embeddings.ts';
import { gradientSteps } from '../../../src/core/math/gradient-steps.ts';
import {
  bprLoss,
  kthPositive,
  logisticLoss,
  warpLoss,
  warpNegative,
  warpWeight,
} from '../../../src/core/math/ranking-loss.ts';
import { describeShared, readShared } from '../../shared.ts';

const fixture = 'oracle/warp-expected.json';

it('keeps the losses finite however far apart the scores are', () => {
  expect(bprLoss(-2000, 2000)).toEqual({ loss: 4000, slope: -1 });
  expect(bprLoss(2000, -2000).loss).toBe(0);
  expect(logisticLoss(-2000, true)).toEqual({ loss: 2000, slope: -1 });
  expect(logisticLoss(2000, false)).toEqual({ loss: 2000, slope: 1 });
  expect(warpLoss(3, 1, 2)).toEqual({ loss: 0, slope: 0 });
});

it('takes Adadelta steps by its formulas', () => {
  const parameters = Float64Array.of(1);
  const steps = gradientSteps(parameters, 'adadelta', 0);
  steps.apply(0, [2]);
  const first = (2 * Math.sqrt(1e-6)) / Math.sqrt(0.05 * 4 + 1e-6);
  expect(parameters[0]).toBeCloseTo(1 - first, 12);
  steps.apply(0, [-1]);
  const second = Math.sqrt(0.05 * first ** 2 + 1e-6) / Math.sqrt(0.95 * 0.2 + 0.05 + 1e-6);
  expect(parameters[0]).toBeCloseTo(1 - first + second, 12);
});

describeShared('ranking losses against the reference', [fixture], () => {
  const expected = readShared(fixture);
  const width = expected.components + 1;
  const row = (cells: [number, number][]): SparseRow => ({
    indices: Uint32Array.from(cells, ([feature]) => feature),
    values: Float64Array.from(cells, ([, weight]) => weight),
  });
  const table = (embeddings: number[][], biases: number[]) =>
    Float64Array.from(embeddings.flatMap((own, feature) => [...own, biases[feature]]));
  const userTable = table(expected.userEmbeddings, expected.userBiases);
  const itemTable = table(expected.itemEmbeddings, expected.itemBiases);
  const users = (kind: 'normalised' | 'raw') => (expected.userFeatures[kind] as [number, number][][]).map(row);
  const items = (kind: 'normalised' | 'raw') => (expected.itemFeatures[kind] as [number, number][][]).map(row);
  const identity = (count: number) => Array.from({ length: count }, (_, at) => row([[at, 1]]));
  const vectors = (rows: SparseRow[], embeddings: Float64Array) =>
    rows.map((features) => represent(features, embeddings, width));
  const [tastes, goods] = [vectors(users('normalised'), userTable), vectors(items('normalised'), itemTable)];
  const score = (user: number, item: number) => scoreOf(tastes[user], goods[item]);
  const positives = (user: number): number[] =>
    expected.interactions.filter(([who]: number[]) => who === user).map(([, item]: number[]) => item);

  const close = (actual: number, wanted: number) => expect(Math.abs(actual - wanted)).toBeLessThan(1e-9);
  const allClose = (actual: ArrayLike<number>, wanted: readonly number[]) => {
    expect(actual).toHaveLength(wanted.length);
    wanted.forEach((value, at) => close(actual[at], value));
  };
  function sameGradients(list: readonly Gradient[], embedding: Record<string, number[]>, bias: Record<string, number>) {
    expect(list.map(({ feature }) => String(feature))).toEqual(Object.keys(embedding));
    for (const { feature, values } of list) {
      allClose(values.slice(0, -1), embedding[feature]);
      close(values[width - 1], bias[feature]);
    }
  }

  it('describes users and items by their features', () => {
    tastes.forEach((own, user) => allClose(own, [...expected.userRepresentation[user], expected.userBias[user]]));
    goods.forEach((own, item) => allClose(own, [...expected.itemRepresentation[item], expected.itemBias[item]]));
  });

  it.each([
    ['scores', users('normalised'), items('normalised')],
    ['scoresRawFeatures', users('raw'), items('raw')],
    ['scoresIdentityOnly', identity(6), identity(12)],
    ['scoresUserFeaturesForgotten', identity(6), items('normalised')],
  ] as const)('gives the %s', (name, userRows, itemRows) => {
    const [left, right] = [vectors([...userRows], userTable), vectors([...itemRows], itemTable)];
    left.forEach((own, user) =>
      allClose(
        right.map((other) => scoreOf(own, other)),
        expected[name][user],
      ),
    );
  });

  it('knows an item by its metadata alone', () => {
    const features: [string, number][] = expected.coldItem.features;
    const cells = features.map(([name, weight]): [number, number] => {
      return [expected.itemFeatureNames.indexOf(name), weight / features.length];
    });
    const cold = represent(row(cells), itemTable, width);
    allClose(cold, [...expected.coldItem.representation, expected.coldItem.bias]);
    allClose(
      tastes.map((own) => scoreOf(own, cold)),
      expected.coldItem.scores,
    );
  });

  const describedUser = (user: number) => ({ features: users('normalised')[user], vector: tastes[user] });
  const term = (item: number, slope: number) => ({ features: items('normalised')[item], vector: goods[item], slope });

  it.each(
    (expected.triples as Triple[]).map((triple) => [triple.user, triple.positive, triple.negative, triple] as const),
  )('derives every loss for user %i, positive %i and negative %i', (user, positive, negative, triple) => {
    const [good, bad] = [score(user, positive), score(user, negative)];
    close(good, triple.scorePositive);
    close(bad, triple.scoreNegative);
    const check = (loss: number, slopes: readonly number[], wanted: { loss: number; gradient: GradientTable }) => {
      close(loss, wanted.loss);
      const touched = [positive, negative].slice(0, slopes.length);
      const { users: left, items: right } = gradientsOf(
        describedUser(user),
        touched.map((item, at) => term(item, slopes[at])),
      );
      sameGradients(left, wanted.gradient.userEmbedding, wanted.gradient.userBias);
      sameGradients(right, wanted.gradient.itemEmbedding, wanted.gradient.itemBias);
    };

    const bpr = bprLoss(good, bad);
    close(-bpr.slope, triple.bpr.multiplier);
    check(bpr.loss, [bpr.slope, -bpr.slope], triple.bpr);
    for (const liked of [true, false]) {
      const wanted = triple.logistic[liked ? '1' : '0'];
      const logistic = logisticLoss(good, liked);
      close(logistic.slope, wanted.multiplier);
      check(logistic.loss, [logistic.slope], wanted);
    }
    for (const [sampled, wanted] of Object.entries(triple.warp)) {
      const weight = warpWeight(12, Number(sampled));
      close(weight, wanted.weight);
      const warp = warpLoss(good, bad, weight);
      expect(warp.loss > 0 || weight === 0).toBe(wanted.violates);
      if (wanted.gradient) check(warp.loss, [warp.slope, -warp.slope], { ...wanted, gradient: wanted.gradient });
    }
  });

  it('weighs a violation by the rank it lets one guess', () => {
    for (const { items: count, sampled, weight } of expected.warpWeights) close(warpWeight(count, sampled), weight);
  });

  it('walks to the first violation that is no positive', () => {
    for (const { user, positive, draws, maxDraws = 10, negative, sampled, weight } of expected.warpWalks) {
      let at = 0;
      const found = warpNegative(
        () => draws[at++],
        maxDraws,
        score(user, positive),
        (item) => score(user, item),
        (item) => positives(user).includes(item),
      );
      expect(found).toEqual(negative === null ? null : { negative, draws: sampled });
      if (found) close(warpWeight(12, found.draws), weight);
    }
  });

  it('picks the k-th best of the drawn positives', () => {
    for (const { user, k, n, drawnPositives, used, chosen, positives: own } of expected.kOrderStatistic.cases) {
      const drawn = drawnPositives.slice(0, Math.min(n, own.length));
      expect(drawn).toEqual(used);
      expect(kthPositive(drawn, (item) => score(user, item), k)).toBe(chosen);
    }
  });

  it('takes the Adagrad step of the reference, the old squares first', () => {
    const { learningRate, accumulators, ...wanted } = expected.adagradStep;
    const { user, positive, negative } = expected.triples[expected.adagradStep.triple];
    const { slope } = bprLoss(score(user, positive), score(user, negative));
    const gradients = gradientsOf(describedUser(user), [term(positive, slope), term(negative, -slope)]);
    for (const [start, list, side] of [
      [userTable, gradients.users, 'user'],
      [itemTable, gradients.items, 'item'],
    ] as const) {
      const parameters = start.slice();
      const steps = gradientSteps(parameters, 'adagrad', learningRate);
      for (const { feature, values } of list) steps.apply(feature * width, values);
      allClose(parameters, [...table(wanted[`${side}Embeddings`], wanted[`${side}Biases`])]);
      allClose(steps.squares, [...table(accumulators[`${side}Embeddings`], accumulators[`${side}Biases`])]);
    }
  });
});

interface GradientTable {
  readonly userEmbedding: Record<string, number[]>;
  readonly itemEmbedding: Record<string, number[]>;
  readonly userBias: Record<string, number>;
  readonly itemBias: Record<string, number>;
}
interface Expected {
  readonly loss: number;
  readonly multiplier: number;
  readonly gradient: GradientTable;
}
interface Triple {
  readonly user: number;
  readonly positive: number;
  readonly negative: number;
  readonly scorePositive: number;
  readonly scoreNegative: number;
  readonly bpr: Expected;
  readonly logistic: Record<'0' | '1', Expected>;
  readonly warp: Record<
    string,
    Omit<Expected, 'gradient'> & { weight: number; violates: boolean; gradient: GradientTable | null }
  >;
}
