import { describe, expect, it } from 'vitest';
import { rowOf, valueAt } from '../../../src/core/data/csr.ts';
import type { Query } from '../../../src/core/data/history.ts';
import { queryFrom } from '../../../src/core/data/history.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { ratingBaseline } from '../../../src/core/math/rating-baseline.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

async function ratesOf(train: TrainingSet, query: Query, params = {}): Promise<Float64Array> {
  const out = new Float64Array(train.items);
  (await fitModel('slope-one', train, params)).rate!(query, out);
  return out;
}

describe('slope-one', () => {
  it('adds the difference between two items to what was given to one of them', async () => {
    // Everyone who rated both gives the second item 1.5 more; the third is 1 below the first, and 2 below the second.
    const table = [
      [2, 3, null],
      [2, 4, 2],
      [4, null, 2],
    ];
    const events = table.flatMap((row, user) =>
      row.flatMap((value, item) => (value === null ? [] : [{ user, item, value }])),
    );
    const train = buildTrainingSet(datasetOf(events));
    const one = await ratesOf(train, queryFrom([{ item: 0, value: 3 }]), preset('slope-one', 'paper'));
    expect(one[1]).toBeCloseTo(3 + 1.5, 12);
    expect(one[2]).toBeCloseTo(3 - 1, 12);
    const given = [
      { item: 0, value: 3 },
      { item: 1, value: 5 },
    ];
    const two = await ratesOf(train, queryFrom(given), preset('slope-one', 'paper'));
    expect(two[2]).toBeCloseTo((2 * (3 - 1) + 1 * (5 - 2)) / 3, 12);
  });

  const train = buildTrainingSet(datasetOf(randomRatings(50, 30, 0.2, 17)));
  const valueOf = (user: number, item: number) => valueAt(rowOf(train.byUser, user), item, NaN);
  const everyone = [...Array(train.users).keys()];

  /** Σ n (d + r) and Σ n over the other items of a history, pair by pair. */
  function promised({ history: { indices, values } }: Query, item: number): { sum: number; count: number } {
    let [sum, count] = [0, 0];
    indices.forEach((other, at) => {
      const differences = everyone
        .map((user) => valueOf(user, item) - valueOf(user, other))
        .filter((difference) => !Number.isNaN(difference));
      if (other === item || differences.length === 0) return;
      const mean = differences.reduce((a, b) => a + b, 0) / differences.length;
      sum += differences.length * (mean + values[at]);
      count += differences.length;
    });
    return { sum, count };
  }

  const queries = [
    queryOfUser(train, 4),
    { ...queryOfUser(train, 30), user: null },
    queryFrom([{ item: 2, value: 1 }]),
  ];

  it('predicts as the sum over all pairs of items does, damped towards what is usual', async () => {
    const usual = ratingBaseline(train.byItem);
    for (const query of queries) {
      for (const damping of [0, 2.5]) {
        const rates = await ratesOf(train, query, { damping });
        for (let item = 0; item < train.items; item++) {
          const { sum, count } = promised(query, item);
          const expected = usual.items[item] + usual.offset(query.history);
          const doubt = damping * query.history.indices.length;
          const wanted = count + doubt > 0 ? (sum + doubt * expected) / (count + doubt) : expected;
          expect(rates[item]).toBeCloseTo(wanted, 10);
        }
      }
    }
  });

  it('ranks what many comparisons promise above what few do', async () => {
    for (const support of [0, 0.5, 1]) {
      const model = await fitModel('slope-one', train, { support });
      for (const query of queries) {
        const scores = await scoresOf(model, query, train.items);
        for (let item = 0; item < train.items; item++) {
          const { sum, count } = promised(query, item);
          if (count === 0) expect(scores[item]).toBeNaN();
          else expect(scores[item]).toBeCloseTo((sum / count - 3) * count ** support, 9);
        }
      }
    }
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('slope-one')) - 0.13)).toBeLessThan(0.02);
  });
});
