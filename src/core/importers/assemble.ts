import type { Catalog } from '../data/catalog.ts';
import { stableOrder } from '../data/csr.ts';
import type { Dataset, FeatureMatrix, RatingScale } from '../data/dataset.ts';
import { hashContents } from '../data/hash.ts';
import type { Interactions } from '../data/interactions.ts';
import { orderByTime, selectEvents } from '../data/interactions.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { LabError } from '../errors.ts';
import { baseName } from './source.ts';

/** What an importer has gathered; everything else follows from it. */
export interface Gathered {
  readonly name: string;
  readonly files: readonly string[];
  readonly licence: string;
  /** Null for implicit data. */
  readonly ratingScale: RatingScale | null;
  /** In the order of the file. */
  readonly events: Interactions;
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly catalog: Catalog;
  readonly itemFeatures?: FeatureMatrix | null;
  readonly userFeatures?: FeatureMatrix | null;
  readonly notes?: readonly string[];
}

/**
 * The data set, its events in order of time. A second rating of an item by the same user replaces the first, and a
 * note says how often; implicit events may repeat, each counts. Yields between its steps, which at ten million events
 * take a few hundred milliseconds each.
 */
export function* assemble(gathered: Gathered): Generator<void, Dataset, void> {
  const { name, users, items, catalog, ratingScale } = gathered;
  const explicit = ratingScale !== null;
  let interactions = gathered.events;
  const notes = [...(gathered.notes ?? [])];
  if (interactions.user.length === 0) {
    throw new LabError('ImportError', `Expected at least one event in ${gathered.files.join(', ')}, got none.`);
  }
  yield;
  let rows = orderByTime(interactions);
  yield;
  if (explicit) {
    const latest = withoutReplaced(interactions, rows, users.ids.length, items.ids.length);
    const replaced = rows.length - latest.length;
    if (replaced) {
      notes.push(`${replaced} duplicate (user, item) ${replaced === 1 ? 'pair' : 'pairs'}: the later rating was kept.`);
    }
    rows = latest;
    yield;
  }
  if (rows.length < interactions.user.length || rows.some((row, at) => row !== at)) {
    interactions = selectEvents(interactions, rows);
    yield;
  }
  const hash = hashContents(interactions, catalog, users, items);
  return {
    id: datasetId(name, hash),
    name,
    feedback: explicit ? 'explicit' : 'implicit',
    ratingScale,
    kinds: [explicit ? { id: 'rating', weight: 1, rated: true } : { id: 'interaction', weight: 1, rated: false }],
    users,
    items,
    interactions,
    catalog,
    itemFeatures: gathered.itemFeatures ?? null,
    userFeatures: gathered.userFeatures ?? null,
    sessions: null,
    provenance: {
      files: gathered.files.map(baseName),
      hash,
      licence: gathered.licence,
      synthetic: false,
      givenTest: null,
      notes,
    },
  };
}

/** The rows, in the order given, less those whose (user, item) comes again later. */
function withoutReplaced(log: Interactions, rows: Uint32Array, users: number, items: number): Uint32Array {
  const userInOrder = Uint32Array.from(rows, (row) => log.user[row]);
  const byUser = stableOrder(userInOrder, users);
  const lastUser = new Uint32Array(items);
  const replaced = new Uint8Array(rows.length);
  let count = 0;
  for (let i = byUser.length - 1; i >= 0; i--) {
    const at = byUser[i];
    const item = log.item[rows[at]];
    if (lastUser[item] === userInOrder[at] + 1) {
      replaced[at] = 1;
      count++;
    }
    lastUser[item] = userInOrder[at] + 1;
  }
  return count ? rows.filter((_, at) => !replaced[at]) : rows;
}

/** "ML latest (small)" becomes "ml-latest-small-" and the hash: equal data under an equal name are one data set. */
export function datasetId(name: string, hash: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${slug || 'data'}-${hash}`;
}

/** Titles by which items without any are shown: their ids. */
export const titlesOrIds = (titles: readonly (string | undefined)[], items: Vocabulary): string[] =>
  items.ids.map((id, item) => titles[item] || id);

export const plainCatalog = (titles: readonly string[]): Catalog => ({
  titles,
  years: null,
  categories: null,
  details: null,
  text: null,
});
