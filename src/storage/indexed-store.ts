import type { StoreNames } from 'idb';
import { checkpointStore } from './checkpoints.ts';
import type { LabDatabase } from './database.ts';
import { datasetStore } from './datasets.ts';
import { eventLog } from './events.ts';
import { modelStore } from './models.ts';
import { runStore } from './runs.ts';
import type { LabSchema } from './schema.ts';
import { settingStore } from './settings.ts';
import type { Store } from './store.ts';

const everything: StoreNames<LabSchema>[] = [
  'events',
  'datasets',
  'dataset-bodies',
  'models',
  'model-snapshots',
  'checkpoints',
  'checkpoint-bodies',
  'runs',
  'settings',
];

/** Clearing rather than deleting the database, which would wait for every other tab and worker to let go of it. */
export const indexedStore = (database: LabDatabase): Store => ({
  kind: 'indexeddb',
  events: eventLog(database),
  datasets: datasetStore(database),
  models: modelStore(database),
  checkpoints: checkpointStore(database),
  runs: runStore(database),
  settings: settingStore(database),
  wipe: () =>
    database.write(everything, (transaction) =>
      Promise.all(everything.map((name) => transaction.objectStore(name).clear())),
    ),
});
