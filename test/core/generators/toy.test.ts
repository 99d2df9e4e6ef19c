/** The community of the notebook, drawn anew and compared with what was recorded of it. */
import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import {
  drawCategories,
  drawOpinion,
  drawPicks,
  drawSession,
  drawText,
  sidesOf,
  stars,
  toyCategories,
} from '../../../src/core/generators/toy-community.ts';
import { toy } from '../../../src/core/generators/toy.ts';
import { Mersenne } from '../../../src/core/math/mersenne.ts';
import { loadToy, toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

/** Counts the words behind the draws. */
class Counted extends Mersenne {
  drawn = 0;
  override word(): number {
    this.drawn++;
    return super.word();
  }
}

describeShared('the demo community', toyPaths, () => {
  const recorded = readShared('oracle/toy.json');
  const dataset = toy.generate({}, 42, null);

  it('has the notebook’s ratings, in the order drawn', () => {
    const { user, item, value } = dataset.interactions;
    const rows = Array.from(value, (rating, row) => [user[row], item[row], rating]);
    expect(rows).toHaveLength(358);
    expect(rows).toEqual(recorded.ratings);
  });

  it('has its items, words, preferences and sessions', () => {
    const { text, categories, titles } = dataset.catalog;
    const names = recorded.categoryWords.map((_: string[], category: number) => toyCategories[category][0]);
    for (const [item, category, words] of recorded.items) {
      expect(text![item]).toBe(words);
      expect(categories!.names[categories!.indices[item]]).toBe(names[category]);
    }
    expect(titles[5]).toBe('Item_05_Category_01');
    expect(toyCategories.map(([, words]) => words)).toEqual(recorded.categoryWords);
    const preferred = dataset.users.ids.map((_, user) => [...rowOf(dataset.userFeatures!.rows, user).indices]);
    expect(preferred).toEqual(recorded.userPreference.map((category: number) => [category]));
    expect(dataset.sessions).toEqual(loadToy().rawSessions);
  });

  it('is the same data set that the tests of the recommenders stand on', () => {
    const { users, items, interactions, ratingScale, kinds, feedback } = loadToy().dataset;
    expect(dataset).toMatchObject({ users, items, interactions, ratingScale, kinds, feedback });
  });

  it('uses the stream word for word, stage by stage', () => {
    const { wordsDrawn, user0 } = recorded.generator;
    const draws = new Counted(42);
    const categories = drawCategories(draws, 60);
    expect(draws.drawn).toBe(wordsDrawn.afterItemCategories);
    const preferences = drawCategories(draws, 30);
    expect(draws.drawn).toBe(wordsDrawn.afterUserPreferences);
    for (const category of categories) drawText(draws, category);
    expect(draws.drawn).toBe(wordsDrawn.afterDescriptions);
    preferences.forEach((preference, user) => {
      const picks = drawPicks(draws, sidesOf(preference, categories));
      const opinions = picks.map((item) => drawOpinion(draws, categories[item] === preference));
      expect(draws.drawn).toBe(wordsDrawn.afterRatingsOfUser[user]);
      if (user > 0) return;
      expect(picks).toEqual(user0.afterShuffle);
      opinions.forEach((opinion, at) => expect(opinion).toBeCloseTo(user0.rawRatingsBeforeClipAndRound[at], 12));
    });
    for (const preference of preferences) drawSession(draws, sidesOf(preference, categories));
    expect(draws.drawn).toBe(wordsDrawn.afterSessions);
  });
});

describe('the demo community', () => {
  it('rounds to tenths, halves to the even one, and stays on the scale', () => {
    expect([0.3, 6, 3.04, 3.06, 3.25, 3.75].map(stars)).toEqual([1, 5, 3, 3.1, 3.2, 3.8]);
  });

  it('can do with any seed, even one that leaves a category empty', () => {
    const nothing = { inside: [], outside: [3, 4] };
    expect(drawPicks(new Mersenne(1), nothing).sort()).toEqual([3, 4]);
    expect(drawSession(new Mersenne(1), nothing)).toEqual([]);
    for (let seed = 0; seed < 50; seed++) expect(toy.generate({}, seed, null).users.ids).toHaveLength(30);
  });
});
