import type { LabDatabase } from './database.ts';
import { owned } from './owned.ts';
import type { CheckpointStore } from './store.ts';

export const checkpointStore = (database: LabDatabase): CheckpointStore => ({
  put: ({ checkpoint, ...summary }) =>
    database.write(['checkpoints', 'checkpoint-bodies'], (transaction) =>
      Promise.all([
        transaction.objectStore('checkpoints').put(summary),
        transaction.objectStore('checkpoint-bodies').put(owned(checkpoint), summary.key),
      ]),
    ),
  get: (key) =>
    database.read(['checkpoints', 'checkpoint-bodies'], async (transaction) => {
      const [summary, checkpoint] = await Promise.all([
        transaction.objectStore('checkpoints').get(key),
        transaction.objectStore('checkpoint-bodies').get(key),
      ]);
      return summary && checkpoint && { ...summary, checkpoint };
    }),
  list: (dataset) =>
    database.read(['checkpoints'], (transaction) =>
      transaction.objectStore('checkpoints').index('dataset').getAll(dataset),
    ),
  delete: (key) =>
    database.write(['checkpoints', 'checkpoint-bodies'], (transaction) =>
      Promise.all([
        transaction.objectStore('checkpoints').delete(key),
        transaction.objectStore('checkpoint-bodies').delete(key),
      ]),
    ),
});
