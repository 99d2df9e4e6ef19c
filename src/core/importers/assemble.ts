import type { Catalog } from '../data/catalog.ts';
import type { Dataset, FeatureMatrix, Kind, RatingScale } from '../data/dataset.ts';
import { hashContents } from '../data/hash.ts';
import type { Interactions } from '../data/interactions.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { LabError } from '../errors.ts';
import { arrange } from './arrange.ts';
import { replacedEvents } from './replaced-events.ts';
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
  /** Where the events are of several kinds; else they are ratings or interactions. */
  readonly kinds?: readonly Kind[];
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly catalog: Catalog;
  readonly itemFeatures?: FeatureMatrix | null;
  readonly userFeatures?: FeatureMatrix | null;
  readonly notes?: readonly string[];
}

/**
 * The data set, its events in order of time. A second rating of an item by the same user replaces the first, and a
 * note says how often; implicit events may repeat, each counts. Yields every few milliseconds of work, but for the
 * hash, which takes some 400 at ten million events.
 */
export function* assemble(gathered: Gathered): Generator<void, Dataset, void> {
  const { name, users, items, catalog, ratingScale } = gathered;
  const explicit = ratingScale !== null;
  let interactions = gathered.events;
  const notes = [...(gathered.notes ?? [])];
  if (interactions.user.length === 0) {
    throw new LabError('ImportError', `Expected at least one event in ${gathered.files.join(', ')}, got none.`);
  }
  const replaced = explicit ? yield* replacedEvents(interactions, users.ids.length, items.ids.length) : null;
  if (replaced) {
    notes.push(
      `${replaced.count} duplicate (user, item) ${replaced.count === 1 ? 'pair' : 'pairs'}: the later rating was kept.`,
    );
  }
  interactions = yield* arrange(interactions, replaced && replaced.flags);
  const hash = hashContents(interactions, catalog, users, items);
  return {
    id: datasetId(name, hash),
    name,
    feedback: explicit ? 'explicit' : 'implicit',
    ratingScale,
    kinds: gathered.kinds ?? [
      explicit ? { id: 'rating', weight: 1, rated: true } : { id: 'interaction', weight: 1, rated: false },
    ],
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
