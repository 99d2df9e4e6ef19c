import { summarize } from '../core/data/dataset.ts';
import type { LabDatabase } from './database.ts';
import { owned } from './owned.ts';
import type { DatasetStore } from './store.ts';

export const datasetStore = (database: LabDatabase): DatasetStore => ({
  put: (dataset) =>
    database.write(['datasets', 'dataset-bodies'], (transaction) =>
      Promise.all([
        transaction.objectStore('datasets').put(summarize(dataset)),
        transaction.objectStore('dataset-bodies').put(owned(dataset)),
      ]),
    ),
  get: (id) => database.read(['dataset-bodies'], (transaction) => transaction.objectStore('dataset-bodies').get(id)),
  list: () => database.read(['datasets'], (transaction) => transaction.objectStore('datasets').getAll()),
  delete: (id) =>
    database.write(
      ['datasets', 'dataset-bodies', 'models', 'model-snapshots', 'checkpoints', 'checkpoint-bodies', 'runs', 'events'],
      async (transaction) => {
        const [models, checkpoints, runs, events] = await Promise.all([
          transaction.objectStore('models').index('dataset').getAllKeys(id),
          transaction.objectStore('checkpoints').index('dataset').getAllKeys(id),
          transaction.objectStore('runs').index('dataset').getAllKeys(everyRunOf(id)),
          transaction.objectStore('events').index('dataset').getAllKeys(id),
        ]);
        await Promise.all([
          transaction.objectStore('datasets').delete(id),
          transaction.objectStore('dataset-bodies').delete(id),
          ...models.map((key) => transaction.objectStore('models').delete(key)),
          ...models.map((key) => transaction.objectStore('model-snapshots').delete(key)),
          ...checkpoints.map((key) => transaction.objectStore('checkpoints').delete(key)),
          ...checkpoints.map((key) => transaction.objectStore('checkpoint-bodies').delete(key)),
          ...runs.map((key) => transaction.objectStore('runs').delete(key)),
          ...events.map((key) => transaction.objectStore('events').delete(key)),
        ]);
      },
    ),
});

/** Whatever their time. */
export const everyRunOf = (dataset: string) => IDBKeyRange.bound([dataset, -Infinity], [dataset, Infinity]);
