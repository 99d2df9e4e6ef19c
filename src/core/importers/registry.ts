import { registry } from '../entry.ts';
import { csv } from './csv.ts';
import type { Importer, Source } from './importer.ts';
import { interactionLists } from './interaction-lists.ts';
import { movielens100k } from './movielens-100k.ts';
import { movielensCsv } from './movielens-csv.ts';
import { movielensDat } from './movielens-dat.ts';
import { shopLog } from './shop-log.ts';

export const importers = registry<Importer>('importer', [
  movielensCsv,
  movielensDat,
  movielens100k,
  shopLog,
  csv,
  interactionLists,
] as unknown as Importer[]);

export interface Candidate {
  readonly importer: string;
  readonly confidence: number;
}

/** The importers that may read these files, the surest first; equally sure ones in the order of the registry. */
export function recognize(sources: readonly Source[], heads: readonly string[]): Candidate[] {
  return importers.all
    .map((importer) => ({ importer: importer.id, confidence: importer.recognize(sources, heads) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.confidence - a.confidence);
}
