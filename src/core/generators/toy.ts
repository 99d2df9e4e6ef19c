/**
 * The demo community of the notebook: thirty people who prefer one of six categories and mostly rate what is in it.
 * With seed 42 it is the notebook's own, to the last bit, because the draws come from the same stream in the same order:
 * categories, preferences, texts, then picks and opinions user by user, then sessions.
 */
import { buildLabels } from '../data/catalog.ts';
import { compactValues, csrFromCoordinates } from '../data/csr.ts';
import { hashContents } from '../data/hash.ts';
import type { Sessions } from '../data/sessions.ts';
import { Mersenne } from '../math/mersenne.ts';
import { checkParams } from '../params.ts';
import { named } from './dataset-id.ts';
import type { Generator } from './generator.ts';
import {
  drawCategories,
  drawOpinion,
  drawPicks,
  drawSession,
  drawText,
  sidesOf,
  stars,
  toyCategories,
  toySize,
} from './toy-community.ts';

const id = 'toy';

export const toy: Generator = named({
  id,
  label: 'Demo community',
  summary: 'The thirty people and sixty items of the notebook, small enough to follow every number by hand.',
  params: {},
  shelf: null,
  generate(params, seed) {
    checkParams({}, params, id);
    const draws = new Mersenne(seed);
    const categories = drawCategories(draws, toySize.items);
    const preferences = drawCategories(draws, toySize.users);
    const text = categories.map((category) => drawText(draws, category));
    const sides = preferences.map((preference) => sidesOf(preference, categories));
    const ratings = sides.flatMap((own, user) =>
      drawPicks(draws, own).map((item) => {
        const preferred = categories[item] === preferences[user];
        return { user, item, value: stars(drawOpinion(draws, preferred)) };
      }),
    );
    const sessions = sessionOfEach(sides.map((own) => drawSession(draws, own)));

    const users = { ids: preferences.map((_, user) => String(user)) };
    const items = { ids: categories.map((_, item) => String(item)) };
    const interactions = {
      user: Uint32Array.from(ratings, (rating) => rating.user),
      item: Uint32Array.from(ratings, (rating) => rating.item),
      value: compactValues(ratings.map((rating) => rating.value)),
      kind: null,
      timestamp: null,
    };
    const names = toyCategories.map(([name]) => name);
    const catalog = {
      titles: categories.map((category, item) => `Item_${twoDigits(item)}_Category_${twoDigits(category)}`),
      years: null,
      categories: buildLabels(categories.map((category) => [names[category]])),
      // Titles say little, so a person is shown the words as well.
      details: text.map((words) => words.replaceAll(' ', ', ')),
      text,
    };
    return {
      id,
      name: 'Demo community',
      feedback: 'explicit',
      ratingScale: { min: 1, max: 5, step: 0.1 },
      kinds: [{ id: 'rating', weight: 1, rated: true }],
      users,
      items,
      interactions,
      catalog,
      itemFeatures: null,
      userFeatures: { names, rows: oneEach(preferences, names.length) },
      sessions,
      provenance: {
        files: [],
        hash: hashContents(interactions, catalog, users, items),
        licence: 'Invented throughout. MIT, as the rest of Tastelab.',
        synthetic: true,
        givenTest: null,
        notes: [],
      },
    };
  },
});

const twoDigits = (index: number) => String(index).padStart(2, '0');

const oneEach = (columns: readonly number[], width: number) =>
  csrFromCoordinates(
    columns.length,
    width,
    Uint32Array.from(columns.keys()),
    Uint32Array.from(columns),
    new Float32Array(columns.length).fill(1),
    'last',
  );

function sessionOfEach(visits: readonly (readonly number[])[]): Sessions {
  const indptr = new Uint32Array(visits.length + 1);
  visits.forEach((own, user) => (indptr[user + 1] = indptr[user] + own.length));
  return { user: Uint32Array.from(visits.keys()), indptr, items: Uint32Array.from(visits.flat()) };
}
