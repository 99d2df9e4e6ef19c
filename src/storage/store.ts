import type { Dataset, DatasetSummary } from '../core/data/dataset.ts';
import type { TasteEvent } from '../core/data/taste.ts';
import type { Selection } from '../core/entry.ts';
import type { Run } from '../core/experiments/protocol.ts';
import type { Checkpoint, EpochReport, ModelSnapshot } from '../core/recommenders/recommender.ts';

/**
 * What lasts. IndexedDB behind it, or plain memory where IndexedDB is refused; every method is asynchronous and takes
 * and gives plain data, so that a store can also be reached from another thread.
 * Throws QuotaError when the disk is full: the write did not happen, everything before it is kept.
 */
export interface Store {
  readonly kind: 'indexeddb' | 'memory';
  readonly events: EventLog;
  readonly datasets: DatasetStore;
  readonly models: ModelStore;
  readonly checkpoints: CheckpointStore;
  readonly runs: RunStore;
  readonly settings: SettingStore;
  /** Deletes everything. */
  wipe(): Promise<void>;
}

export interface EventLog {
  append(event: TasteEvent): Promise<void>;
  /** In the order appended. */
  of(dataset: string): Promise<TasteEvent[]>;
}

export interface DatasetStore {
  put(dataset: Dataset): Promise<void>;
  get(id: string): Promise<Dataset | undefined>;
  list(): Promise<DatasetSummary[]>;
  /** With its models, runs and events. */
  delete(id: string): Promise<void>;
}

export interface ModelRecord {
  /** `modelKey` of what it was fitted on and how: equal keys mean equal models. */
  readonly key: string;
  readonly dataset: string;
  readonly datasetHash: string;
  readonly recommender: Selection;
  readonly seed: number;
  readonly fitSeconds: number;
  /** Of a model that learned in epochs, from the first. */
  readonly epochs?: readonly EpochReport[];
  readonly createdAt: number;
  readonly snapshot: ModelSnapshot;
}
export type ModelSummary = Omit<ModelRecord, 'snapshot'>;

export interface ModelStore {
  put(record: ModelRecord): Promise<void>;
  get(key: string): Promise<ModelRecord | undefined>;
  list(dataset: string): Promise<ModelSummary[]>;
  delete(key: string): Promise<void>;
}

/** Of a model whose training has not ended. */
export interface CheckpointRecord extends ModelSummary {
  readonly checkpoint: Checkpoint;
}

/** One per key: a later checkpoint replaces the earlier. */
export interface CheckpointStore {
  put(record: CheckpointRecord): Promise<void>;
  get(key: string): Promise<CheckpointRecord | undefined>;
  list(dataset: string): Promise<ModelSummary[]>;
  delete(key: string): Promise<void>;
}

export interface RunStore {
  put(run: Run): Promise<void>;
  /** Newest first. */
  list(dataset: string): Promise<Run[]>;
  delete(id: string): Promise<void>;
}

/** Small JSON values: the data set last open, its columns, the theme. */
export interface SettingStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}
