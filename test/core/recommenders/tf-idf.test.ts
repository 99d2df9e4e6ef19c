import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

const text = ['robot space', 'robot planet', 'bread oven', 'bread flour', ''];
const small = (feedback: 'explicit' | 'implicit' = 'explicit') =>
  buildTrainingSet(
    datasetOf(
      [
        { user: 0, item: 0, value: 5 },
        { user: 0, item: 2, value: 1 },
        { user: 1, item: 1, value: 4 },
      ],
      { feedback, catalog: { text, titles: ['A', 'B', 'C', 'D', 'E'] } },
      { items: 5 },
    ),
  );

describe('tf-idf', () => {
  it('is pushed away by what was disliked, drawn to it by a plain profile, indifferent if only likes count', async () => {
    const query = queryOfUser(small(), 0);
    const breadFor = async (profile: string) => {
      const scores = await scoresOf(await fitModel('tf-idf', small(), { profile }), query, 5);
      expect(scores[1]).toBeGreaterThan(0);
      return Math.sign(scores[3]);
    };
    expect(await breadFor('centered')).toBe(-1);
    expect(await breadFor('plain')).toBe(1);
    expect(await breadFor('liked')).toBe(0);
  });

  it('has nothing to say about an item without words, nor to a person without a known taste', async () => {
    const train = small();
    const model = await fitModel('tf-idf', train, { text: 'text' });
    expect((await scoresOf(model, queryOfUser(train, 0), 5))[4]).toBeNaN();
    expect([...(await scoresOf(model, newcomer, 5))].every(Number.isNaN)).toBe(true);
    expect([...(await scoresOf(model, queryFrom([{ item: 4, value: 5 }]), 5))].every(Number.isNaN)).toBe(true);

    const likesOnly = await fitModel('tf-idf', train, { profile: 'liked' });
    expect([...(await scoresOf(likesOnly, queryFrom([{ item: 0, value: 2 }]), 5))].every(Number.isNaN)).toBe(true);
  });

  it('takes ratings that are all average as a choice of items', async () => {
    const constant = buildTrainingSet(
      datasetOf(
        [0, 1, 2].map((item) => ({ user: 0, item, value: 3 })),
        { catalog: { text: text.slice(0, 4) } },
        { items: 4 },
      ),
    );
    const scores = await scoresOf(await fitModel('tf-idf', constant), queryFrom([{ item: 0, value: 3 }]), 4);
    expect(scores[1]).toBeGreaterThan(scores[2]);
  });

  it('weighs a strength by its logarithm', async () => {
    const query = queryFrom([
      { item: 0, value: 1000 },
      { item: 2, value: 1 },
    ]);
    const scores = await scoresOf(await fitModel('tf-idf', small('implicit')), query, 5);
    expect(scores[1]).toBeGreaterThan(scores[3]);
    expect(scores[3]).toBeGreaterThan(0);
  });

  it('distrusts likeness that rests on few words', async () => {
    const described = ['robot', 'robot', 'robot planet laser moon'];
    const train = buildTrainingSet(
      datasetOf([{ user: 0, item: 0, value: 5 }], { catalog: { text: described, titles: ['', '', ''] } }, { items: 3 }),
    );
    const ratio = async (shrinkage: number) => {
      const scores = await scoresOf(await fitModel('tf-idf', train, { shrinkage }), queryOfUser(train, 0), 3);
      return scores[1] / scores[2];
    };
    const [one, four] = [1 / (1 + 10), 4 / (4 + 10)];
    expect(await ratio(10)).toBeCloseTo((await ratio(0)) * (one / four), 9);
  });

  it('reads title, categories and details unless told to read the text alone', async () => {
    const train = buildTrainingSet(
      datasetOf(
        [{ user: 0, item: 0, value: 5 }],
        { catalog: { titles: ['Robot One', 'Robot Two', 'Bread'], text: ['alpha', 'beta', 'alpha'] } },
        { items: 3 },
      ),
    );
    const first = async (reads: string) =>
      topN(await scoresOf(await fitModel('tf-idf', train, { text: reads }), queryOfUser(train, 0), 3), 1, [0])[0];
    expect(await first('text')).toBe(2);
    const scores = await scoresOf(await fitModel('tf-idf', train), queryOfUser(train, 0), 3);
    expect(scores[1]).toBeGreaterThan(0);
  });

  it('refuses items without words', async () => {
    const wordless = buildTrainingSet(datasetOf([{ user: 0, item: 0, value: 5 }]));
    await expect(fitModel('tf-idf', wordless, { text: 'text' })).rejects.toMatchObject({ name: 'EmptyDatasetError' });
  });
});

describeShared('tf-idf on the demo community', toyPaths, () => {
  const toy = loadToy();
  const expected = readShared('oracle/toy-expected.json').contentTfidf;
  const model = fitModel('tf-idf', toy.train, preset('tf-idf'));

  it('learns the notebook’s vocabulary and weights', async () => {
    const { words, arrays } = (await model).snapshot();
    expect(words.terms).toEqual(expected.vocabulary);
    expected.idf.forEach((idf: number, term: number) => expect(arrays.idf[term]).toBeCloseTo(idf, 9));
  });

  it('gives the notebook’s scores, lists, precision and recall', async () => {
    let hits = 0;
    for (let user = 0; user < toy.train.users; user++) {
      const query = queryOfUser(toy.train, user);
      const scores = await scoresOf(await model, query, toy.train.items);
      expected.scores[user].forEach((score: number, item: number) => expect(scores[item]).toBeCloseTo(score, 9));
      const list = [...topN(scores, 10, query.history.indices)];
      expect(list).toEqual(expected.canonicalOrder.top10[user]);
      // The notebook breaks ties otherwise: its list has the same scores, place by place.
      expected.notebookOrder.top10[user].forEach((item: number, place: number) =>
        expect(scores[list[place]]).toBeCloseTo(scores[item], 9),
      );
      if (list.includes(toy.heldOut[user])) hits++;
    }
    expect(hits).toBe(expected.notebookOrder.hits);
    expect(hits / 30).toBeCloseTo(expected.notebookOrder.recall, 9);
    expect(hits / 300).toBeCloseTo(expected.notebookOrder.precision, 9);
  });
});

describeShared('tf-idf on the ratings of the teaching day', ['oracle/day29-expected.json'], () => {
  const { ratings, texts, content, hybrid } = readShared('oracle/day29-expected.json');
  const events: Event[] = (ratings as number[][]).flatMap((row, user) =>
    row.flatMap((value, item) => (value > 0 ? [{ user, item, value }] : [])),
  );
  const train = buildTrainingSet(datasetOf(events, { catalog: { text: texts } }, { items: 15 }));
  // On a scale from 1 to 5 "more than 3" begins above the middle.
  const params = { profile: 'liked', likedFrom: 0.6, shrinkage: 0, text: 'text' };
  const model = fitModel('tf-idf', train, params);

  it('finds the same likeness between items', async () => {
    const out = new Float64Array(15);
    for (let item = 0; item < 15; item++) {
      (await model).similar!(item, out);
      content.similarity[item].forEach((likeness: number, other: number) =>
        expect(out[other]).toBeCloseTo(likeness, 9),
      );
      expect([...topN(out, 5, [item])]).toEqual(content.similarItems[item]);
    }
  });

  it('scores by the sum of likeness times rating over what was liked, up to the length of the profile', async () => {
    for (let user = 0; user < train.users; user++) {
      const query = queryOfUser(train, user);
      const scores = await scoresOf(await model, query, 15);
      const expected: number[] = content.scoresAllItems[user];
      const rated = query.history.indices;
      const list = [...topN(scores, 5, rated)].filter((item) => scores[item] > 0);
      expect(list).toEqual(content.correctedTop[user]);
      if (list.length === 0) continue;
      const length = expected[list[0]] / scores[list[0]];
      for (let item = 0; item < 15; item++) {
        if (!rated.includes(item)) expect(scores[item] * length).toBeCloseTo(expected[item], 9);
      }
    }
  });

  it('predicts the rating of an item from the ratings of like items', async () => {
    const out = new Float64Array(15);
    for (let user = 0; user < train.users; user++) {
      (await model).rate!(queryOfUser(train, user), out);
      hybrid.predictCorrected.contentPrediction[user].forEach((rating: number, item: number) =>
        expect(out[item]).toBeCloseTo(rating, 9),
      );
    }
  });
});

describe('explaining a tf-idf score', () => {
  it('names the words shared, the weightiest first', async () => {
    const train = small();
    const model = await fitModel('tf-idf', train);
    const { parts } = model.explain!(queryOfUser(train, 0), 1);
    expect(parts.map(({ label }) => label)).toEqual(['robot']);
  });
});
