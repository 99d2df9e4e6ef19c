import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/core/compute.ts';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import { csrFromCoordinates } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { representAll } from '../../../src/core/math/feature-embeddings.ts';
import { cosinesOfRows } from '../../../src/core/math/factor-rows.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { lightfm } from '../../../src/core/recommenders/lightfm.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { parity } from '../../fixtures/parity.ts';
import { describeShared, readShared } from '../../shared.ts';

/** Even users like even items and odd ones odd, but nobody has met the last two items, nor has the last user done anything. */
const [users, items] = [21, 22];
const events: Event[] = Array.from({ length: 20 * 10 }, (_, at) => {
  const user = at % 20;
  return { user, item: (user % 2) + 2 * Math.floor(at / 20), value: 1 };
}).filter(({ user, item }) => (user + item) % 7 !== 3);
const kindOf = (index: number) => (index % 2 === 0 ? 'even' : 'odd');
const categories = buildLabels(Array.from({ length: items }, (_, item) => [kindOf(item)]));
const parityOfUsers: CsrMatrix = csrFromCoordinates(
  users,
  2,
  Uint32Array.from({ length: users }, (_, user) => user),
  Uint32Array.from({ length: users }, (_, user) => (user === 20 ? 1 : user % 2)),
  new Float32Array(users).fill(1),
  'last',
);
const community = buildTrainingSet(
  datasetOf(
    events,
    {
      feedback: 'implicit',
      catalog: { categories },
      userFeatures: { names: ['even', 'odd'], rows: parityOfUsers },
    },
    { users, items },
  ),
);
const quick = { factors: 8, epochs: 30 };

describe('lightfm', () => {
  it('ranks an item that nobody has met by its metadata', async () => {
    const model = await fitModel('lightfm', community, quick);
    for (const user of [0, 1, 2, 3]) {
      const scores = await scoresOf(model, queryOfUser(community, user), items);
      expect(scores[20 + (user % 2)]).toBeGreaterThan(scores[21 - (user % 2)]);
    }
    const similar = new Float64Array(items);
    model.similar!(20, similar);
    expect(topN(similar, 5, [20]).every((item) => item % 2 === 0)).toBe(true);
  });

  it.each([0, 0.5])('scores an item from its categories alone, pulled by %s towards the last', async (boost) => {
    const model = await fitModel('lightfm', community, { ...quick, boost });
    const described = (...names: string[]) => ({ title: 'New', categories: names, details: '', text: '' });
    for (const user of [0, 1]) {
      const query = queryOfUser(community, user);
      const scores = await scoresOf(model, query, items);
      expect(model.scoreNew!(query, described('even'))).toBeCloseTo(scores[20], 6);
      expect(model.scoreNew!(query, described('odd'))).toBeCloseTo(scores[21], 6);
      expect(model.scoreNew!(query, described('neither'))).toBeNaN();
    }
  });

  it('does not, where it may not know the metadata', async () => {
    const model = await fitModel('lightfm', community, { ...quick, itemFeatures: 'given' });
    const similar = new Float64Array(items);
    model.similar!(20, similar);
    // What is left is a start by chance, and what it was pushed away from.
    expect(Math.max(...similar.filter((_, item) => item !== 20))).toBeLessThan(0.9);
  });

  it('ranks for a user nothing is known of but metadata, and for a stranger by what all like', async () => {
    const model = await fitModel('lightfm', community, { ...quick, userFeatures: true });
    const cold = await scoresOf(model, queryOfUser(community, 20), items);
    expect(topN(cold, 5, []).every((item) => item % 2 === 1)).toBe(true);
    const { parts } = model.explain!(queryOfUser(community, 20), 1);
    expect(parts.map(({ label }) => label)).toContain('what is known of the person');
    const stranger = await scoresOf(model, newcomer, items);
    expect(stranger).not.toEqual(cold);
  });

  it('takes items without an own feature for what their metadata say', async () => {
    const model = await fitModel('lightfm', community, { ...quick, identity: false });
    const scores = await scoresOf(model, queryFrom([{ item: 0, value: 1 }]), items);
    for (let item = 2; item < items; item++) expect(scores[item]).toBe(scores[item % 2]);
    expect(scores[0]).toBeGreaterThan(scores[1]);
  });

  const { dataset, withheld } = parity('explicit');
  const train = buildTrainingSet(dataset);
  const share = async (params: Record<string, string | number | boolean>) => {
    const model = await fitModel('lightfm', train, params);
    let found = 0;
    for (const [user, item] of withheld.entries()) {
      const query = { ...queryOfUser(train, user), user: null };
      const list = topN(await scoresOf(model, query, train.items), 1, query.history.indices);
      found += Number(list[0] === item);
    }
    return found / withheld.length;
  };

  it.each([
    { loss: 'warp-kos' },
    { loss: 'bpr', epochs: 60 },
    { loss: 'logistic' },
    { loss: 'warp', negatives: 'popular' },
    { loss: 'warp', step: 'adadelta', epochs: 60 },
    { loss: 'warp', weights: 'preference' },
    { loss: 'warp', arithmetic: 'exact', factors: 8 },
  ])('finds the one withheld item with %o', async (params) => {
    expect(await share(params)).toBe(1);
  });

  it('learns from dislikes in the logistic loss', async () => {
    const disliked = [0, 1, 2, 3, 4, 5].flatMap((user) => [
      { user, item: 0, value: 5 },
      { user, item: 1, value: 1 },
    ]);
    const small = buildTrainingSet(datasetOf(disliked, {}, { users: 6, items: 3 }));
    const model = await fitModel('lightfm', small, { loss: 'logistic', negativesPerPositive: 0, epochs: 50 });
    const scores = await scoresOf(model, queryFrom([{ item: 0, value: 5 }]), 3);
    expect(scores[0]).toBeGreaterThan(scores[2]);
    expect(scores[2]).toBeGreaterThan(scores[1]);
  });

  it.each(['standard', 'raw'])('is pulled towards what is like the last item, on %s scores', async (boostScale) => {
    const plain = await fitModel('lightfm', community, quick);
    const pulled = await fitModel('lightfm', community, { ...quick, boost: 5, boostScale });
    const query = queryFrom([2, 4, 6, 8, 1].map((item) => ({ item, value: 1 })));
    const before = await scoresOf(plain, query, items);
    const after = await scoresOf(pulled, query, items);
    const cosines = new Float64Array(items);
    plain.similar!(1, cosines);
    const average = mean(before);
    const spread = Math.sqrt(mean(before.map((score) => (score - average) ** 2)));
    for (let item = 0; item < items; item++) {
      const base = boostScale === 'raw' ? before[item] : (before[item] - average) / spread;
      expect(after[item]).toBeCloseTo(base + 5 * cosines[item], 9);
      const { score, parts } = pulled.explain!(query, item);
      expect(score).toBeCloseTo(after[item], 9);
      expect(new Set(parts.map(({ kind, index }) => `${kind} ${index}`)).size).toBe(parts.length);
    }
    expect(await scoresOf(pulled, newcomer, items)).toEqual(await scoresOf(plain, newcomer, items));
  });

  it('says when its steps have run away', async () => {
    const run = lightfm.fit(train, {}, { ...testEnv(), kernels: { ...testEnv().kernels, ranking: endless } });
    await expect(drive(run)).rejects.toThrow('Expected finite factors; epoch 1 with learning rate 0.05 gave others.');
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('lightfm', { factors: 8 })) - 0.16)).toBeLessThan(0.02);
  });
});

/** A kernel whose losses overflow at once. */
const endless: Kernels['ranking'] = (problem) => ({ ...testEnv().kernels.ranking(problem), train: () => Infinity });

describeShared('similar items against the reference', ['oracle/warp-expected.json'], () => {
  it('compares items by the sums of their features', () => {
    const expected = readShared('oracle/warp-expected.json');
    const { components } = expected;
    const rows: [number, number][][] = expected.itemFeatures.normalised;
    const cells = rows.flatMap((row, item) => row.map(([feature, weight]) => ({ item, feature, weight })));
    const features = csrFromCoordinates(
      rows.length,
      expected.itemFeatureNames.length,
      Uint32Array.from(cells, ({ item }) => item),
      Uint32Array.from(cells, ({ feature }) => feature),
      Float64Array.from(cells, ({ weight }) => weight),
      'last',
    );
    const vectors = representAll(features, Float64Array.from(expected.itemEmbeddings.flat()), components);
    const out = new Float64Array(rows.length);
    rows.forEach((_, item) => {
      cosinesOfRows(vectors, components, item, out);
      expected.similarItems.cosine[item].forEach((cosine: number, other: number) =>
        expect(Math.abs(out[other] - cosine)).toBeLessThan(1e-9),
      );
      expect([...topN(out, 5, [item])]).toEqual(expected.similarItems.top5[item]);
    });
  });
});
