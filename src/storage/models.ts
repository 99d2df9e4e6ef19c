import type { LabDatabase } from './database.ts';
import { owned } from './owned.ts';
import type { ModelStore } from './store.ts';

export const modelStore = (database: LabDatabase): ModelStore => ({
  put: ({ snapshot, ...summary }) =>
    database.write(['models', 'model-snapshots'], (transaction) =>
      Promise.all([
        transaction.objectStore('models').put(summary),
        transaction.objectStore('model-snapshots').put(owned(snapshot), summary.key),
      ]),
    ),
  get: (key) =>
    database.read(['models', 'model-snapshots'], async (transaction) => {
      const [summary, snapshot] = await Promise.all([
        transaction.objectStore('models').get(key),
        transaction.objectStore('model-snapshots').get(key),
      ]);
      return summary && snapshot && { ...summary, snapshot };
    }),
  list: (dataset) =>
    database.read(['models'], (transaction) => transaction.objectStore('models').index('dataset').getAll(dataset)),
  delete: (key) =>
    database.write(['models', 'model-snapshots'], (transaction) =>
      Promise.all([
        transaction.objectStore('models').delete(key),
        transaction.objectStore('model-snapshots').delete(key),
      ]),
    ),
});
