import { describe, expect, it } from 'vitest';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { diversityOf, personalizationOf } from '../../../src/core/experiments/list-quality.ts';
import { similarityQuality } from '../../../src/core/experiments/similarity-quality.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { expectedOf, shopLog, shopNames, shopPaths } from '../../fixtures/shop.ts';
import { describeShared } from '../../shared.ts';

describeShared('the quality numbers of the notebook’s shop', shopPaths, () => {
  it.each(shopNames)('%s: as printed, and as they should be', async (name) => {
    const { notebook, corrected, usersWithEmptyList } = expectedOf(name);
    const train = buildTrainingSet(shopLog(name));
    const model = await fitModel('item-cf', train, preset('item-cf'));
    const found = await drive(similarityQuality(model, train));
    const near = (got: object, wanted: object) => {
      for (const [key, value] of Object.entries(wanted)) {
        expect((got as Record<string, number>)[key], key).toBeCloseTo(value ?? NaN, 9);
      }
    };
    near(found.notebook, {
      pairsBefore: notebook.nonZeroPairsBefore,
      pairsAfter: notebook.nonZeroPairsAfter,
      averageSimilarity: notebook.averageSimilarity,
      maxSimilarity: notebook.maxSimilarity,
      coverage: notebook.coverage,
      neighborsPerItem: notebook.averageSimilarPerItem,
      diversity: notebook.diversity,
      personalization: notebook.personalisation,
      density: notebook.similarityDensity,
    });
    near(found.corrected, {
      pairsBefore: corrected.pairsBefore,
      pairsAfter: corrected.pairsAfter,
      averageSimilarity: corrected.averageSimilarity,
      maxSimilarity: corrected.maxSimilarity,
      coverage: corrected.neighbourCoverage,
      neighborsPerItem: corrected.averageSimilarPerItem,
      diversity: corrected.intraListDiversityAllLists,
      ownDiversity: corrected.intraListDiversityPersonalised,
      personalization: corrected.personalisation,
      density: corrected.similarityDensity,
      catalogCoverage: corrected.catalogueCoverageAllLists,
      ownCatalogCoverage: corrected.catalogueCoveragePersonalised,
      usersWithOwnList: corrected.usersWithPersonalisedList,
      usersWithoutList: usersWithEmptyList.length,
    });
  });
});

describe('similarity quality', () => {
  it('judges any recommender that compares items', async () => {
    const train = buildTrainingSet(datasetOf(randomRatings(60, 40, 0.2, 13), { feedback: 'implicit' }));
    for (const id of ['item-knn', 'co-visitation', 'als']) {
      const { corrected } = await drive(similarityQuality(await fitModel(id, train), train));
      for (const share of ['coverage', 'density', 'diversity', 'personalization', 'catalogCoverage'] as const) {
        expect(corrected[share]).toBeGreaterThanOrEqual(0);
        expect(corrected[share]).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('lists', () => {
  const lists = [Uint32Array.of(3, 1), Uint32Array.of(1, 2), new Uint32Array(0)];

  it('differ by the share of what they do not have in common', () => {
    expect(personalizationOf(lists.slice(0, 2))).toBeCloseTo(2 / 3, 12);
    expect(personalizationOf(lists)).toBeCloseTo((2 / 3 + 1 + 1) / 3, 12);
    expect(personalizationOf(lists.slice(2))).toBeNaN();
  });

  it('are diverse by how unlike their items are; one item alone says nothing', () => {
    expect(diversityOf(lists, () => 0.25)).toBeCloseTo(0.75, 12);
    expect(diversityOf([Uint32Array.of(1)], () => 0)).toBeNaN();
  });
});
