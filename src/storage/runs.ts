import type { LabDatabase } from './database.ts';
import { everyRunOf } from './datasets.ts';
import { owned } from './owned.ts';
import type { RunStore } from './store.ts';

export const runStore = (database: LabDatabase): RunStore => ({
  put: (run) => database.write(['runs'], (transaction) => transaction.objectStore('runs').put(owned(run))),
  async list(dataset) {
    const oldestFirst = await database.read(['runs'], (transaction) =>
      transaction.objectStore('runs').index('dataset').getAll(everyRunOf(dataset)),
    );
    return oldestFirst.reverse();
  },
  delete: (id) => database.write(['runs'], (transaction) => transaction.objectStore('runs').delete(id)),
});
