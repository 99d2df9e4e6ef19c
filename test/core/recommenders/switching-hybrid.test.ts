import { describe, expect, it } from 'vitest';
import { queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

describe('a switching hybrid', () => {
  const train = buildTrainingSet(datasetOf(randomRatings(60, 40, 0.2, 5), {}, { items: 41 }));
  const unmet = 40;
  const model = fitModel('switching-hybrid', train, { main: 'item-knn', threshold: 3 });
  const liking = (count: number) => queryFrom(Array.from({ length: count }, (_, item) => ({ item, value: 5 })));
  const scores = async (count: number) => scoresOf(await model, liking(count), train.items);
  const whoAnswers = async (count: number, item: number) =>
    (await model).explain!(liking(count), item).parts[0].label.split(':')[0];

  it('answers with the newcomers’ part up to the threshold, with the main part from there', async () => {
    const popular = await scoresOf(await fitModel('popularity', train), liking(2), train.items);
    expect(await scores(0)).toEqual(popular);
    expect(await scores(2)).toEqual(popular);
    const personal = await scoresOf(await fitModel('item-knn', train), liking(3), train.items);
    (await scores(3)).forEach((score, item) => {
      if (!Number.isNaN(personal[item])) expect(score).toBe(personal[item]);
    });
  });

  it('says which part answered', async () => {
    const met = [...(await scores(3)).keys()].find((item) => item > 5 && item !== unmet)!;
    expect(await whoAnswers(2, met)).toBe('Popularity answers');
    expect(await whoAnswers(3, met)).toBe('Item neighbors answers');
    expect(await whoAnswers(3, unmet)).toBe('Popularity answers');
  });

  it('puts what the main part cannot place behind all it can', async () => {
    const found = await scores(3);
    expect(found[unmet]).toBeLessThan(Math.min(...found.filter((_, item) => item !== unmet)));
  });
});
