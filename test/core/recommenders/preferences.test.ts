import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import type { ParamValues } from '../../../src/core/params.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf } from '../../fixtures/fit.ts';

const titles = ['Heist', 'Docks', 'Vows', 'Fangs', 'Unknown'];
const categories = buildLabels([['Crime'], ['Crime', 'Drama'], ['Drama'], ['Horror'], []]);
const train = buildTrainingSet(
  datasetOf(
    [
      { user: 0, item: 0, value: 3 },
      { user: 0, item: 1, value: 5 },
      { user: 1, item: 1, value: 5 },
      { user: 2, item: 2, value: 4 },
      { user: 2, item: 3, value: 5 },
      { user: 1, item: 3, value: 5 },
    ],
    { catalog: { categories, titles } },
    { items: 5 },
  ),
);
const modelOf = (params: ParamValues) => fitModel('preferences', train, params);
const listOf = async (params: ParamValues, query = newcomer) =>
  [...topN(await scoresOf(await modelOf(params), query, 5), 5, query.history.indices)].map((item) => titles[item]);

describe('preferences', () => {
  it('lists for a newcomer what has the categories liked, and last what has those disliked', async () => {
    expect(await listOf({ liked: 'Crime', disliked: 'Horror', appeal: 0 })).toEqual([
      'Heist', // cos = 1/√2
      'Docks', // 1/2
      'Vows', // 0
      'Unknown',
      'Fangs', // −1/√2
    ]);
  });

  it('puts the well liked first among those that fit alike, and shows nothing else where nothing was said', async () => {
    const [first] = await listOf({ liked: 'drama; CRIME' });
    expect(first).toBe('Docks');
    expect((await listOf({})).slice(0, 2)).toEqual(['Docks', 'Fangs']);
    const scores = await scoresOf(await modelOf({ appeal: 1 }), newcomer, 5);
    expect(Math.max(...scores)).toBe(1);
    // Nobody has met it: taken for a usual one.
    expect(scores[4]).toBeCloseTo(mean(scores.subarray(0, 4)), 12);
  });

  it('listens to ratings too, the more there are the less to what was said', async () => {
    const said = { liked: 'Crime', strength: 1, appeal: 0 };
    expect((await listOf(said, queryFrom([{ item: 3, value: 5 }])))[0]).toBe('Heist');
    // p: Crime 1 − 1 (the lowest rating of Heist) = 0, Horror 1.
    const turned = queryFrom([{ item: 0, value: 1 }, { item: 3, value: 5 }]); // prettier-ignore
    const scores = await scoresOf(await modelOf(said), turned, 5);
    expect([...scores].map((score) => Number(score.toFixed(9)))).toEqual([0, 0, 0, 1, 0]);
  });

  it('explains what was said, what was rated, and what everyone thinks', async () => {
    const model = await modelOf({ liked: 'Crime' });
    const { parts } = model.explain!(queryFrom([{ item: 2, value: 5 }]), 1);
    expect(parts.map(({ kind, label }) => [kind, label])).toEqual([
      ['bias', 'liked by all kinds of people'],
      ['term', 'Crime'],
      ['item', 'Vows'],
    ]);
  });

  it('as in the lesson puts last what was asked for, and the lesson put right puts it first', async () => {
    const said = { liked: 'Crime' };
    expect((await listOf({ ...preset('preferences', 'lesson'), ...said })).at(-1)).toBe('Heist');
    expect((await listOf({ ...preset('preferences', 'closeness'), ...said }))[0]).toBe('Heist');
  });

  it('has a score for an item nobody has met, by its categories', async () => {
    const model = await modelOf({ liked: 'Crime', appeal: 0 });
    const fresh = (names: string[]) =>
      model.scoreNew!(newcomer, { title: 'New', categories: names, details: '', text: '' });
    expect(fresh(['Crime'])).toBe(1);
    expect(fresh(['Crime', 'Drama'])).toBeCloseTo(1 / Math.SQRT2, 12);
    expect(fresh(['Nothing known'])).toBe(0);
  });

  it('names the categories there are to whoever likes another', async () => {
    await expect(modelOf({ liked: 'Crime; Westren' })).rejects.toMatchObject({
      name: 'ParamError',
      message: expect.stringContaining('got "Westren". They have: Crime, Drama, Horror.'),
    });
  });
});
