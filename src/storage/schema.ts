import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Dataset, DatasetSummary } from '../core/data/dataset.ts';
import type { TasteEvent } from '../core/data/taste.ts';
import type { Run } from '../core/experiments/protocol.ts';
import type { Checkpoint, ModelSnapshot } from '../core/recommenders/recommender.ts';
import type { ModelSummary } from './store.ts';

/** Summaries lie apart from the bodies they describe, so that a list never reads megabytes. */
export interface LabSchema extends DBSchema {
  events: { key: number; value: TasteEvent; indexes: { dataset: string } };
  datasets: { key: string; value: DatasetSummary };
  'dataset-bodies': { key: string; value: Dataset };
  models: { key: string; value: ModelSummary; indexes: { dataset: string } };
  'model-snapshots': { key: string; value: ModelSnapshot };
  checkpoints: { key: string; value: ModelSummary; indexes: { dataset: string } };
  'checkpoint-bodies': { key: string; value: Checkpoint };
  /** Index: [data set, seconds since 1970]. */
  runs: { key: string; value: Run; indexes: { dataset: [string, number] } };
  settings: { key: string; value: unknown };
}

export type Upgrade = (
  database: IDBPDatabase<LabSchema>,
  transaction: IDBPTransaction<LabSchema, StoreNames<LabSchema>[], 'versionchange'>,
) => void;

/** Step n turns version n into version n + 1. Append; never edit a step that has been published. */
export const upgrades: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('events', { autoIncrement: true }).createIndex('dataset', 'dataset');
    database.createObjectStore('datasets', { keyPath: 'id' });
    database.createObjectStore('dataset-bodies', { keyPath: 'id' });
    database.createObjectStore('models', { keyPath: 'key' }).createIndex('dataset', 'dataset');
    database.createObjectStore('model-snapshots');
    database.createObjectStore('runs', { keyPath: 'id' }).createIndex('dataset', ['dataset.id', 'createdAt']);
    database.createObjectStore('settings');
  },
  (database) => {
    database.createObjectStore('checkpoints', { keyPath: 'key' }).createIndex('dataset', 'dataset');
    database.createObjectStore('checkpoint-bodies');
  },
];
