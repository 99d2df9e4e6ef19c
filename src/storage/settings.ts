import type { LabDatabase } from './database.ts';
import type { SettingStore } from './store.ts';

export const settingStore = (database: LabDatabase): SettingStore => ({
  get: (key) => database.read(['settings'], (transaction) => transaction.objectStore('settings').get(key)),
  put: (key, value) =>
    database.write(['settings'], (transaction) => transaction.objectStore('settings').put(value, key)),
});
