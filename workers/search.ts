import MiniSearch from 'minisearch';
import type { Catalog } from '../src/core/data/catalog.ts';
import { labelsOf } from '../src/core/data/catalog.ts';
import { topN } from '../src/core/ranking/top-n.ts';
import { breathe } from './breathe.ts';

export type Search = (query: string, n: number) => Promise<number[]>;

interface Entry {
  readonly id: number;
  readonly title: string;
  readonly year: string;
  readonly categories: string;
  readonly details: string;
}

/** Items indexed between two breaths: a few milliseconds' worth. */
const chunk = 200;

/**
 * Finds items by words, beginnings of words and slightly misspelt words in what is shown of them. The index is built by the
 * first question. Among equally good matches the popular come first; without words only popularity counts.
 */
export function createSearch(catalog: Catalog, popularity: Uint32Array): Search {
  let index: Promise<MiniSearch<Entry>> | null = null;
  const byPopularity = Float64Array.from(popularity);
  const most = Math.log1p(popularity.reduce((most, count) => Math.max(most, count), 1));
  const boostDocument = (item: number) => 1 + Math.log1p(popularity[item]) / most;

  return async (query, n) => {
    const words = query.trim();
    if (!words) return [...topN(byPopularity, n)];
    const found = await (index ??= build(catalog));
    const ask = (combineWith: 'AND' | 'OR') => found.search(words, { combineWith, boostDocument });
    const all = ask('AND');
    return (all.length ? all : ask('OR')).slice(0, n).map(({ id }) => id as number);
  };
}

async function build(catalog: Catalog): Promise<MiniSearch<Entry>> {
  const index = new MiniSearch<Entry>({
    fields: ['title', 'year', 'categories', 'details'],
    processTerm: plain,
    searchOptions: {
      boost: { title: 4, year: 2 },
      prefix: true,
      // One wrong letter in four or five, two from six on: two letters swapped count as two.
      fuzzy: (term) => (term.length > 3 ? 0.25 : false),
    },
  });
  for (let from = 0; from < catalog.titles.length; from += chunk) {
    index.addAll(
      catalog.titles.slice(from, from + chunk).map((title, offset) => entryOf(catalog, from + offset, title)),
    );
    await breathe();
  }
  return index;
}

const entryOf = (catalog: Catalog, id: number, title: string): Entry => ({
  id,
  title,
  year: String(catalog.years?.[id] || ''),
  categories: labelsOf(catalog.categories, id).join(' '),
  details: catalog.details?.[id] ?? '',
});

/** Amélie is found by "amelie". */
const plain = (term: string) => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
