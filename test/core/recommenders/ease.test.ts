import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import { queryFrom } from '../../../src/core/data/history.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { ease } from '../../../src/core/recommenders/ease.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

/** B from the paper's formula in plain loops: the whole Gram matrix, inverted by Gauss and Jordan. */
function plainWeights(train: TrainingSet, regularization: number, weightOf: (value: number) => number): number[][] {
  const n = train.items;
  const x = Array.from({ length: train.users }, (_, user) =>
    Array.from({ length: n }, (_, item) => weightOf(valueAt(rowOf(train.byUser, user), item, NaN)) || 0),
  );
  const p = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 2 * n }, (_, j) => {
      if (j >= n) return j - n === i ? 1 : 0;
      return x.reduce((sum, row) => sum + row[i] * row[j], i === j ? regularization : 0);
    }),
  );
  for (let k = 0; k < n; k++) {
    const pivot = p[k][k];
    p[k] = p[k].map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const factor = p[i][k];
      if (i !== k) p[i] = p[i].map((value, j) => value - factor * p[k][j]);
    }
  }
  return p.map((row, i) => row.slice(n).map((value, j) => (i === j ? 0 : -value / p[j][n + j])));
}

const like = (value: number) => (value > 3 ? 1 : 0);

describe('ease', () => {
  const sizes = [
    { name: 'fewer items than people', users: 60, items: 25 },
    { name: 'fewer people than items', users: 25, items: 60 },
    { name: 'as many of both', users: 40, items: 40 },
  ];
  it.each(sizes)('scores by the paper’s closed form, with $name', async ({ users, items }) => {
    const train = buildTrainingSet(datasetOf(randomRatings(users, items, 0.3, 5), {}, { users, items }));
    const weights = plainWeights(train, 20, like);
    const model = await fitModel('ease', train, { weights: 'equal', regularization: 20 });
    const stranger = queryFrom([
      { item: 1, value: 5 },
      { item: 4, value: 2 },
      { item: 8, value: 4 },
    ]);
    for (const query of [queryOfUser(train, 0), queryOfUser(train, 20), stranger]) {
      const { indices, values } = query.history;
      const scores = await scoresOf(model, query, items);
      for (let item = 0; item < items; item++) {
        const wanted = indices.reduce((sum, own, at) => sum + like(values[at]) * weights[own][item], 0);
        expect(scores[item]).toBeCloseTo(wanted, 5);
        for (const { index, amount } of model.explain!(query, item).parts) {
          expect(amount).toBeCloseTo(weights[index][item], 5);
        }
      }
    }
  });

  it.each(sizes)('calls items similar by their partial correlation, with $name', async ({ users, items }) => {
    const train = buildTrainingSet(datasetOf(randomRatings(users, items, 0.3, 5), {}, { users, items }));
    const weights = plainWeights(train, 20, like);
    const model = await fitModel('ease', train, { weights: 'equal', regularization: 20 });
    const out = new Float64Array(items);
    model.similar!(3, out);
    for (let item = 0; item < items; item++) {
      // B_ij B_ji = P_ij² / (P_ii P_jj), and both have the sign of −P_ij.
      const wanted = Math.sign(weights[3][item]) * Math.sqrt(weights[3][item] * weights[item][3]);
      expect(out[item]).toBeCloseTo(item === 3 ? 1 : wanted, 5);
    }
  });

  it('hears dislikes where asked to', async () => {
    const train = buildTrainingSet(datasetOf(randomRatings(60, 25, 0.3, 5)));
    const both = (value: number) => Math.sign(value - 3);
    const weights = plainWeights(train, 10, both);
    const model = await fitModel('ease', train, { weights: 'equal', regularization: 10, dislikes: true });
    const { indices, values } = queryOfUser(train, 2).history;
    const scores = await scoresOf(model, queryOfUser(train, 2), train.items);
    scores.forEach((score, item) => {
      const wanted = indices.reduce((sum, own, at) => sum + both(values[at]) * weights[own][item], 0);
      expect(score).toBeCloseTo(wanted, 5);
    });
  });

  it('refuses a matrix that would not fit, and says what does', () => {
    const events = Array.from({ length: 7001 }, (_, at) => ({ user: at, item: at, value: 5 }));
    const fit = () => ease.fit(buildTrainingSet(datasetOf(events)), {}, testEnv()).next();
    expect(fit).toThrow(expect.objectContaining({ name: 'BackendError' }));
    expect(fit).toThrow(/at most 7000 items or at most 7000 people.*got 7001 items and 7001 people.*ALS/);
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('ease')) - 0.178)).toBeLessThan(0.02);
    expect(Math.abs((await goldenNdcg('ease', preset('ease', 'paper'))) - 0.148)).toBeLessThan(0.02);
  });
});
