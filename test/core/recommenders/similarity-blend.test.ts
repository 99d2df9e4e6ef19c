import { describe, expect, it } from 'vitest';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { preferenceScale } from '../../../src/core/data/preference.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { als } from '../../../src/core/recommenders/als.ts';
import type { Recommender } from '../../../src/core/recommenders/recommender.ts';
import { similarityBlend } from '../../../src/core/recommenders/similarity-blend.ts';
import { tfIdf } from '../../../src/core/recommenders/tf-idf.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { describeShared, readShared } from '../../shared.ts';

const fixture = 'oracle/als-expected.json';

describeShared('a similarity blend of the reference factors and texts', [fixture], () => {
  const expected = readShared(fixture);
  const { hybridSimilarity } = expected;
  const [, items] = expected.shape as [number, number];
  const events = (expected.ratings as [number, number, number][]).map(([user, item, value]) => ({ user, item, value }));
  const train = buildTrainingSet(datasetOf(events, { catalog: { text: hybridSimilarity.texts } }));
  /** ALS that finds the factors of the reference, whatever it starts from. */
  const known: Recommender = {
    ...als,
    *fit(train) {
      yield { step: 0, steps: 1 };
      const params = { factors: expected.factors };
      const { user, item } = expected.library.afterSweep[15];
      const arrays = { users: Float64Array.from(user.flat()), items: Float64Array.from(item.flat()) };
      return als.restore({ recommender: 'als', version: als.version, params, arrays, numbers: {}, words: {} }, train);
    },
  };
  const blend = similarityBlend([known, tfIdf]);
  const rowsOf = async (params: Record<string, string | number>) => {
    const model = await drive(blend.fit(train, { ...params, settings: 'notebook' }, testEnv()));
    return Array.from({ length: items }, (_, item) => {
      const row = new Float64Array(items);
      model.similar!(item, row);
      return row;
    });
  };

  it.each([
    ['scaled over all pairs, as in the notebook', 'whole', hybridSimilarity],
    ['scaled over pairs of different items', 'off-diagonal', hybridSimilarity.correctedOffDiagonalScaling],
  ])('gives the same likeness, %s', async (_, scaling, { hybrid, top5 }) => {
    const rows = await rowsOf({ alpha: hybridSimilarity.weight, scaling });
    rows.forEach((row, item) => {
      // The cosine's own tolerance, 1e-6 in the factors after 15 sweeps.
      row.forEach((likeness, other) => expect(likeness).toBeCloseTo(hybrid[item][other], 6));
      expect([...topN(row, 5, [item])]).toEqual(top5[item]);
    });
  });

  it('is one side alone at the ends of alpha', async () => {
    const [text] = await rowsOf({ alpha: 0, scaling: 'whole' });
    const [low] = hybridSimilarity.textCosineMinMax;
    text.forEach((likeness, other) =>
      expect(likeness).toBeCloseTo((hybridSimilarity.textCosine[0][other] - low) / (1 - low), 9),
    );
    const [factors] = await rowsOf({ alpha: 1, scaling: 'whole' });
    const [least] = hybridSimilarity.factorCosineMinMax;
    factors.forEach((likeness, other) =>
      expect(likeness).toBeCloseTo((expected.itemCosine.matrix[0][other] - least) / (1 - least), 6),
    );
  });

  it('scores by the likeness to a history, each item by what its rating says', async () => {
    const model = await drive(blend.fit(train, { scaling: 'whole', settings: 'notebook' }, testEnv()));
    const says = preferenceScale(train);
    for (let user = 0; user < 5; user++) {
      const query = queryOfUser(train, user);
      const { indices, values } = query.history;
      const loudness = Array.from(values).reduce((sum, value) => sum + Math.abs(says(value)), 0);
      const scores = await scoresOf(model, query, items);
      scores.forEach((score, item) => {
        let wanted = 0;
        indices.forEach((own, at) => (wanted += (says(values[at]) * hybridSimilarity.hybrid[own][item]) / loudness));
        expect(score).toBeCloseTo(wanted, 6);
      });
    }
  });
});

describe('a similarity blend', () => {
  it('knows the look-alikes of an item nobody has met by its words', async () => {
    const events = Array.from({ length: 40 }, (_, at) => ({ user: at % 8, item: at % 5, value: 1 + (at % 5) }));
    const text = ['robot war', 'robot love', 'pirate ship', 'pirate gold', 'painter', 'robot heart'];
    const train = buildTrainingSet(datasetOf(events, { catalog: { text } }, { items: 6 }));
    const row = new Float64Array(6);
    (await fitModel('similarity-blend', train)).similar!(5, row);
    expect([...topN(row, 2, [5])].toSorted()).toEqual([0, 1]);
  });

  it('finds held-out favorites', async () => {
    expect(await goldenNdcg('similarity-blend')).toBeGreaterThan(0.1);
  });
});
