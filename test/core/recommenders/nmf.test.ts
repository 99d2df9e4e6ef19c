import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { nmf } from '../../../src/core/recommenders/nmf.ts';
import { createRng } from '../../../src/core/rng.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

const events = randomRatings(40, 30, 0.3, 5);
const train = buildTrainingSet(datasetOf(events, {}, { items: 31 }));
const params = { factors: 3, epochs: 5, regularization: 0.05 };

describe('non-negative matrix factorization', () => {
  it('updates both sides from the values before, as the paper has it', async () => {
    const { arrays } = (await fitModel('nmf', train, params, 9)).snapshot();
    slowly(9)
      .slice(0, 30 * params.factors)
      .forEach((value, at) => expect(arrays.items[at]).toBeCloseTo(value, 10));
  });

  it('lets the objective fall and nothing become negative', async () => {
    const losses: number[] = [];
    const report = ({ loss }: { loss?: number }) => void (loss !== undefined && losses.push(loss));
    const model = await drive(nmf.fit(train, { ...params, epochs: 60 }, testEnv()), { report });
    expect(losses.at(-1)).toBeLessThan(losses[9]);
    expect([...model.snapshot().arrays.items].every((value) => value >= 0)).toBe(true);
  });

  it('solves a person to rest: no change of one of their parts would do better', async () => {
    const model = await fitModel('nmf', train, params);
    const items = model.snapshot().arrays.items;
    const query = queryOfUser(train, 4);
    const scores = await scoresOf(model, query, train.items);
    const { indices, values } = query.history;
    // p from p·q of three items, by Cramer's rule for their three equations.
    const p = solve3(
      [0, 1, 2].map((item) => [...items.slice(item * 3, item * 3 + 3)]),
      [...scores.slice(0, 3)],
    );
    for (let f = 0; f < 3; f++) {
      let slope = params.regularization * indices.length * p[f];
      indices.forEach((item, at) => (slope -= (values[at] - scores[item]) * items[item * 3 + f]));
      if (p[f] > 1e-3) expect(Math.abs(slope)).toBeLessThan(0.05);
      else expect(slope).toBeGreaterThan(-0.05);
    }
  });

  it('falls back on what is usual where it has nothing to say', async () => {
    const model = await fitModel('nmf', train, params);
    const rates = new Float64Array(train.items);
    model.rate!(newcomer, rates);
    expect([...rates].every((rate) => rate > 1 && rate < 5)).toBe(true);
    expect((await scoresOf(model, queryFrom([{ item: 0, value: 5 }]), train.items))[30]).toBeNaN();
  });

  it('refuses ratings below 0', async () => {
    const bitter = buildTrainingSet(datasetOf(events.map((event) => ({ ...event, value: event.value - 3 }))));
    await expect(fitModel('nmf', bitter)).rejects.toMatchObject({ name: 'ParamError' });
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('nmf', { factors: 3 })) - 0.1)).toBeLessThan(0.03);
  });
});

function solve3(a: number[][], b: number[]): number[] {
  const det = (m: number[][]) =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  return [0, 1, 2].map((column) => det(a.map((row, i) => row.map((x, j) => (j === column ? b[i] : x)))) / det(a));
}

/** The update of the paper over a list of ratings, in plain loops; the items' factors. */
function slowly(seed: number): Float64Array {
  const { factors, epochs, regularization } = params;
  const rng = createRng(seed);
  const start = (rows: number) => Float64Array.from({ length: rows * factors }, () => rng.next());
  const sides = { user: start(train.users), item: start(train.items) };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const before = { user: sides.user.slice(), item: sides.item.slice() };
    for (const side of ['user', 'item'] as const) {
      const other = side === 'user' ? 'item' : 'user';
      for (let at = 0; at < sides[side].length; at++) {
        const f = at % factors;
        let [wanted, present] = [0, 0];
        for (const event of events) {
          if (event[side] !== Math.floor(at / factors)) continue;
          let predicted = 0;
          for (let g = 0; g < factors; g++) {
            predicted += before.user[event.user * factors + g] * before.item[event.item * factors + g];
          }
          const q = before[other][event[other] * factors + f];
          wanted += event.value * q;
          present += predicted * q + regularization * before[side][at];
        }
        sides[side][at] = (before[side][at] * wanted) / present;
      }
    }
  }
  return sides.item;
}
