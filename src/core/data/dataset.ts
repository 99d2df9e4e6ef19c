import type { Catalog } from './catalog.ts';
import type { CsrMatrix } from './csr.ts';
import type { Interactions } from './interactions.ts';
import type { Sessions } from './sessions.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Everything about one body of events, as plain data: it can be posted, stored and hashed as it is. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** Explicit: a value is an opinion (stars). Implicit: a value is a strength (count, quantity). */
  readonly feedback: 'explicit' | 'implicit';
  readonly ratingScale: RatingScale | null;
  /** The kinds of event, in the order Interactions.kind counts them, with the weight each carries when they are summed. */
  readonly kinds: readonly Kind[];
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly interactions: Interactions;
  readonly catalog: Catalog;
  readonly itemFeatures: FeatureMatrix | null;
  readonly userFeatures: FeatureMatrix | null;
  readonly sessions: Sessions | null;
  readonly provenance: Provenance;
}

export interface RatingScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** In explicit data an event counts as an opinion only if its kind is rated; the others (views) are context. */
export interface Kind {
  readonly id: string;
  readonly weight: number;
  /** The weight the data came with, where a person has chosen another since (see reweigh.ts). */
  readonly usual?: number;
  readonly rated: boolean;
}

export interface FeatureMatrix {
  readonly names: readonly string[];
  /** One row per user or item. */
  readonly rows: CsrMatrix;
}

export interface Provenance {
  readonly files: readonly string[];
  /** Of the events and the catalog, hexadecimal, then weights chosen since (`+view=0.5`); equal hashes mean equal data. */
  readonly hash: string;
  readonly licence: string;
  readonly synthetic: boolean;
  /** For a planted test set: row numbers of the events held out, in Interactions. */
  readonly givenTest: Uint32Array | null;
  /** What an import had to leave out or mend, one sentence each. */
  readonly notes: readonly string[];
}

/** What a list of data sets shows. */
export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly users: number;
  readonly items: number;
  readonly events: number;
  readonly feedback: Dataset['feedback'];
  readonly synthetic: boolean;
  readonly hash: string;
}

export const summarize = (dataset: Dataset): DatasetSummary => ({
  id: dataset.id,
  name: dataset.name,
  users: dataset.users.ids.length,
  items: dataset.items.ids.length,
  events: dataset.interactions.user.length,
  feedback: dataset.feedback,
  synthetic: dataset.provenance.synthetic,
  hash: dataset.provenance.hash,
});
