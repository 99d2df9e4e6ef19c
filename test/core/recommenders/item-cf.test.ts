import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { expectedOf, shopLog, shopNames, shopPaths } from '../../fixtures/shop.ts';
import { describeShared } from '../../shared.ts';

describeShared('item-cf in the notebook’s shop', shopPaths, () => {
  describe.each(shopNames)('%s', (name) => {
    const expected = expectedOf(name);
    const train = buildTrainingSet(shopLog(name));
    const asInNotebook = fitModel('item-cf', train, preset('item-cf'));

    it('adds up purchases and views by their weights', () => {
      const cells = (expected.matrixTriples as [number, number, number][]).length;
      expect(train.byUser.indices.length).toBe(cells);
      let at = 0;
      for (let user = 0; user < train.users; user++) {
        for (let i = train.byUser.indptr[user]; i < train.byUser.indptr[user + 1]; i++) {
          const [wantedUser, item, value] = expected.matrixTriples[at++];
          expect([user, train.byUser.indices[i]]).toEqual([wantedUser, item]);
          expect(train.byUser.values[i]).toBeCloseTo(value, 9);
        }
      }
    });

    it('finds its similarities, and drops pairs with fewer than five people', async () => {
      const model = await asInNotebook;
      const out = new Float64Array(train.items);
      for (let item = 0; item + 1 < train.items; item++) {
        model.similar!(item, out);
        (expected.cosineUpper[item] as number[]).forEach((cosine, i) => {
          const kept = expected.coOccurrenceUpper[item][i] >= expected.minCoOccurrence;
          expect(out[item + 1 + i] || 0).toBeCloseTo(kept ? cosine : 0, 9);
        });
      }
    });

    it('lists similar products as it does', async () => {
      const model = await asInNotebook;
      const out = new Float64Array(train.items);
      for (let item = 0; item < train.items; item++) {
        const { items, scores } = expected.similarProducts[item];
        model.similar!(item, out);
        const found = topN(out, 10, [item]);
        expect([...found]).toEqual(items);
        found.forEach((other, place) => expect(out[other]).toBeCloseTo(scores[place], 9));
      }
    });

    it('makes its lists, and says which are only popular', async () => {
      const model = await asInNotebook;
      for (let user = 0; user < train.users; user++) {
        const { type, items, scores } = expected.users[user];
        const query = queryOfUser(train, user);
        const found = await scoresOf(model, query, train.items);
        const list = topN(found, 10, query.history.indices);
        expect([...list]).toEqual(items);
        list.forEach((item, place) => expect(found[item]).toBeCloseTo(scores[place], 8));
        expect(model.spokenFor!(query, list)).toBe(type === 'popular' ? 0 : list.length);
      }
    });

    it('shows a stranger what is popular', async () => {
      const model = await asInNotebook;
      const scores = await scoresOf(model, newcomer, train.items);
      const list = topN(scores, 10);
      expect([...list]).toEqual(expected.unknownUser.items);
      for (const [item, sum] of expected.popularity) expect(scores[item]).toBeCloseTo(sum, 8);
      expect(model.spokenFor!(newcomer, list)).toBe(0);
    });
  });
});

describe('item-cf', () => {
  const events = randomRatings(60, 40, 0.2, 13).map((event, row) => ({ ...event, kind: row % 3 === 0 ? 0 : 1 }));
  const kinds = [
    { id: 'purchase', weight: 1, rated: false },
    { id: 'view', weight: 0.3, rated: false },
  ];
  const train = buildTrainingSet(datasetOf(events, { feedback: 'implicit', kinds }));
  const both = (a: number, b: number, kind?: number) => {
    const has = (item: number) =>
      new Set(
        events.filter((one) => one.item === item && (kind === undefined || one.kind === kind)).map(({ user }) => user),
      );
    const others = has(b);
    return [...has(a)].filter((user) => others.has(user)).length;
  };

  it('counts as together what was bought together, where asked', async () => {
    const model = await fitModel('item-cf', train, { together: 'main', least: 2, kept: 40 });
    const out = new Float64Array(train.items);
    for (let item = 0; item < train.items; item++) {
      model.similar!(item, out);
      for (let other = 0; other < train.items; other++) {
        if (other !== item) expect(!Number.isNaN(out[other])).toBe(both(item, other, 0) >= 2);
      }
    }
  });

  it('keeps only the most similar', async () => {
    const all = await fitModel('item-cf', train, { kept: 40 });
    for (const together of ['any', 'main']) {
      const few = await fitModel('item-cf', train, { kept: 3, least: 2, together });
      const out = new Float64Array(train.items);
      few.similar!(0, out);
      const found = topN(out, 10, [0]);
      expect(found.length).toBeLessThanOrEqual(3);
      const whole = new Float64Array(train.items);
      all.similar!(0, whole);
      if (together === 'any') expect([...found]).toEqual([...topN(whole, 3, [0])]);
    }
  });

  it('divided by the similarities, a score lies among the amounts it is made of', async () => {
    const model = await fitModel('item-cf', train, { divide: true, values: 'plain', fill: false });
    const query = queryFrom([{ item: 0, value: 1 }, { item: 7, value: 5 }]); // prettier-ignore
    const scores = await scoresOf(model, query, train.items);
    const known = [...scores].filter((score) => !Number.isNaN(score));
    expect(known.length).toBeGreaterThan(0);
    for (const score of known) expect(score >= 1 - 1e-9 && score <= 5 + 1e-9).toBe(true);
  });

  it('fills a list up with what is popular, and says how much of it that is', async () => {
    const query = queryFrom([{ item: 0, value: 1 }]);
    const filled = await fitModel('item-cf', train, { kept: 4 });
    const scores = await scoresOf(filled, query, train.items);
    const list = topN(scores, 10, [0]);
    expect(list.length).toBe(10);
    const spoken = filled.spokenFor!(query, list);
    expect(spoken).toBe([...list].filter((item) => scores[item] > 0).length);
    expect(spoken).toBeGreaterThan(0);
    expect(spoken).toBeLessThanOrEqual(4);
    const bare = await fitModel('item-cf', train, { kept: 4, fill: false });
    expect(topN(await scoresOf(bare, query, train.items), 10, [0]).length).toBe(spoken);
  });

  it('explains the popular list and what fills up, too', async () => {
    const model = await fitModel('item-cf', train, { kept: 4 });
    for (const query of [newcomer, queryFrom([{ item: 0, value: 1 }])]) {
      const scores = await scoresOf(model, query, train.items);
      for (let item = 0; item < train.items; item++) {
        const { score, parts } = model.explain!(query, item);
        expect(score).toBeCloseTo(scores[item], 9);
        expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 9);
      }
    }
  });

  it('keeps its standing', async () => {
    expect(await goldenNdcg('item-cf')).toBeGreaterThan(0.1);
  });
});
