import type { LabDatabase } from './database.ts';
import type { EventLog } from './store.ts';

export const eventLog = (database: LabDatabase): EventLog => ({
  append: (event) => database.write(['events'], (transaction) => transaction.objectStore('events').add(event)),
  // Keys count up, so the index hands equal data sets back in the order appended.
  of: (dataset) =>
    database.read(['events'], (transaction) => transaction.objectStore('events').index('dataset').getAll(dataset)),
});
