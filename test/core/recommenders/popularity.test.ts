import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { newcomer } from '../../../src/core/data/history.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { popularity } from '../../../src/core/recommenders/popularity.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

describe('popularity', () => {
  const ratings: Event[] = [
    { user: 0, item: 0, value: 5 },
    { user: 1, item: 0, value: 5 },
    { user: 0, item: 1, value: 2 },
    { user: 1, item: 1, value: 2 },
    { user: 2, item: 1, value: 2 },
    { user: 2, item: 2, value: 5 },
  ];

  it('counts people, or pleased people, or goes by the mean', async () => {
    const train = buildTrainingSet(datasetOf(ratings));
    const first = async (measure: string, priorStrength = 3) => {
      const model = await fitModel('popularity', train, { measure, priorStrength });
      return topN(await scoresOf(model, newcomer, 3), 3);
    };
    expect([...(await first('count'))]).toEqual([1, 0, 2]);
    expect([...(await first('pleased', 0))]).toEqual([0, 1, 2]);
    expect([...(await first('mean'))]).toEqual([0, 2, 1]);
  });

  it('sums strengths where values are no opinions', async () => {
    const plays = ratings.map((event) => ({ ...event, value: event.value * 10 }));
    const train = buildTrainingSet(datasetOf(plays, { feedback: 'implicit' }));
    const model = await fitModel('popularity', train, { measure: 'pleased' });
    expect([...(await scoresOf(model, newcomer, 3))]).toEqual([100, 60, 50]);
    expect(model.rate).toBeUndefined();
  });

  it('says in words where a score comes from', async () => {
    const train = buildTrainingSet(datasetOf(ratings));
    const labelOf = async (measure: string) =>
      (await fitModel('popularity', train, { measure, priorStrength: 0 })).explain!(newcomer, 0).parts[0].label;
    expect(await labelOf('count')).toBe('2 people have it');
    expect(await labelOf('pleased')).toBe('2 people, 5 on average');
    expect(await labelOf('mean')).toBe('5 on average, from 2 people');
  });
});

describe('popularity of one category', () => {
  const categories = buildLabels([['Crime'], ['Drama', 'Crime'], ['Drama']]);
  const train = buildTrainingSet(
    datasetOf(
      [0, 1, 2].map((item) => ({ user: item, item, value: 4 })),
      { catalog: { categories } },
    ),
  );

  it('says nothing of the rest, however it is written', async () => {
    const model = await fitModel('popularity', train, { category: ' drama ' });
    const scores = await scoresOf(model, newcomer, 3);
    expect(scores[0]).toBeNaN();
    expect([...topN(scores, 3)]).toEqual([1, 2]);
    expect(model.explain!(newcomer, 0)).toEqual({ score: NaN, parts: [] });
    expect(model.explain!(newcomer, 1).score).toBe(scores[1]);
  });

  it('names the categories there are to whoever asks for another', async () => {
    await expect(fitModel('popularity', train, { category: 'Westren' })).rejects.toMatchObject({
      name: 'ParamError',
      message: expect.stringContaining('They have: Crime, Drama.'),
    });
    const bare = buildTrainingSet(datasetOf([{ user: 0, item: 0, value: 4 }]));
    await expect(fitModel('popularity', bare, { category: 'Crime' })).rejects.toMatchObject({ name: 'ParamError' });
  });
});

describeShared('popularity on the demo community', toyPaths, () => {
  const toy = loadToy();
  const expected = readShared('oracle/toy-expected.json').popularity;

  it('counts as the notebook does; equal counts go by index', async () => {
    const model = await fitModel('popularity', toy.train, preset('popularity'));
    expect([...(await scoresOf(model, newcomer, toy.train.items))]).toEqual(expected.counts);

    let hits = 0;
    for (let user = 0; user < toy.train.users; user++) {
      const { indices } = rowOf(toy.train.byUser, user);
      const list = [...topN(await scoresOf(model, newcomer, toy.train.items), 10, indices)];
      expect(list).toEqual(expected.canonicalOrder.top10[user]);
      if (list.includes(toy.heldOut[user])) hits++;
    }
    expect(hits).toBe(expected.canonicalOrder.hits);
    expect(hits).toBeGreaterThanOrEqual(expected.hitsOverAllTieOrders.min);
    expect(hits).toBeLessThanOrEqual(expected.hitsOverAllTieOrders.max);
  });
});

describeShared('popularity on the ratings of the teaching day', ['oracle/day29-expected.json'], () => {
  const { ratings, coldStartUser } = readShared('oracle/day29-expected.json');
  const events: Event[] = (ratings as number[][]).flatMap((row, user) =>
    row.flatMap((value, item) => (value > 0 ? [{ user, item, value }] : [])),
  );
  const train = buildTrainingSet(datasetOf(events, {}, { items: 15 }));

  it('is the sum of ratings without a prior, and 0 for an item nobody rated', async () => {
    const model = await fitModel('popularity', train, preset('popularity', 'lesson'));
    const scores = await scoresOf(model, newcomer, 15);
    coldStartUser.score.forEach((score: number | null, item: number) =>
      expect(scores[item]).toBeCloseTo(score ?? 0, 9),
    );
    expect([...topN(scores, 15)]).toEqual(coldStartUser.correctedOrder);
  });

  it('is the damped mean of each item', async () => {
    const { strength, value, order } = coldStartUser.dampedMean;
    expect(strength).toBe(popularity.params.priorStrength.default);
    const model = await fitModel('popularity', train, preset('popularity', 'well-liked'));
    const scores = await scoresOf(model, newcomer, 15);
    value.forEach((mean: number, item: number) => expect(scores[item]).toBeCloseTo(mean, 9));
    expect([...topN(scores, 15)]).toEqual(order);

    const rates = new Float64Array(15);
    model.rate!(newcomer, rates);
    expect(rates).toEqual(scores);
  });
});

describeShared('popularity in the shop', ['oracle/shop.json', 'oracle/shop-expected.json'], () => {
  it.each(['dense', 'sparse'])('sums purchases and weighted views: %s', async (shop) => {
    const { users, products, purchases, views } = readShared('oracle/shop.json')[shop];
    const expected = readShared('oracle/shop-expected.json')[shop].popularity as [number, number][];
    const rows = (list: number[][], kind: number): Event[] =>
      list.map(([user, item, value, time]) => ({ user, item, value, kind, time }));
    const dataset = datasetOf(
      [...rows(purchases, 0), ...rows(views, 1)],
      {
        feedback: 'implicit',
        kinds: [
          { id: 'purchase', weight: 1, rated: false },
          { id: 'view', weight: 0.3, rated: false },
        ],
      },
      { users: users.length, items: products.length },
    );
    const model = await fitModel('popularity', buildTrainingSet(dataset));
    const scores = await scoresOf(model, newcomer, products.length);
    for (const [product, sum] of expected) expect(scores[product]).toBeCloseTo(sum, 8);
    expect([...topN(scores, expected.length)]).toEqual(expected.map(([product]) => product));
  });
});
