import type { Dataset } from '../core/data/dataset.ts';
import { summarize } from '../core/data/dataset.ts';
import type { TasteEvent } from '../core/data/taste.ts';
import type { Run } from '../core/experiments/protocol.ts';
import { owned } from './owned.ts';
import type { CheckpointRecord, ModelRecord, Store } from './store.ts';

/** The same promises where IndexedDB is refused, for as long as the page is open. */
export function memoryStore(): Store {
  const events: TasteEvent[] = [];
  const datasets = new Map<string, Dataset>();
  const models = new Map<string, ModelRecord>();
  const checkpoints = new Map<string, CheckpointRecord>();
  const runs = new Map<string, Run>();
  const settings = new Map<string, unknown>();
  return {
    kind: 'memory',
    events: {
      append: async (event) => void events.push(keep(event)),
      of: async (dataset) => events.filter((event) => event.dataset === dataset).map(keep),
    },
    datasets: {
      put: async (dataset) => void datasets.set(dataset.id, keep(dataset)),
      get: async (id) => keep(datasets.get(id)),
      list: async () => [...datasets.values()].sort((a, b) => order(a.id, b.id)).map(summarize),
      async delete(id) {
        datasets.delete(id);
        for (const [key, model] of models) if (model.dataset === id) models.delete(key);
        for (const [key, kept] of checkpoints) if (kept.dataset === id) checkpoints.delete(key);
        for (const [key, run] of runs) if (run.dataset.id === id) runs.delete(key);
        const others = events.filter((event) => event.dataset !== id);
        events.splice(0, events.length, ...others);
      },
    },
    models: {
      put: async (record) => void models.set(record.key, keep(record)),
      get: async (key) => keep(models.get(key)),
      list: async (dataset) =>
        [...models.values()]
          .filter((model) => model.dataset === dataset)
          .sort((a, b) => order(a.key, b.key))
          .map(({ snapshot: _, ...summary }) => keep(summary)),
      delete: async (key) => void models.delete(key),
    },
    checkpoints: {
      put: async (record) => void checkpoints.set(record.key, keep(record)),
      get: async (key) => keep(checkpoints.get(key)),
      list: async (dataset) =>
        [...checkpoints.values()]
          .filter((kept) => kept.dataset === dataset)
          .sort((a, b) => order(a.key, b.key))
          .map(({ checkpoint: _, ...summary }) => keep(summary)),
      delete: async (key) => void checkpoints.delete(key),
    },
    runs: {
      put: async (run) => void runs.set(run.id, keep(run)),
      list: async (dataset) =>
        [...runs.values()]
          .filter((run) => run.dataset.id === dataset)
          .sort((a, b) => b.createdAt - a.createdAt || order(b.id, a.id))
          .map(keep),
      delete: async (id) => void runs.delete(id),
    },
    settings: {
      get: async (key) => keep(settings.get(key)),
      put: async (key, value) => void settings.set(key, keep(value)),
    },
    async wipe() {
      events.length = 0;
      for (const store of [datasets, models, checkpoints, runs, settings]) store.clear();
    },
  };
}

/** Copied in and out, as a disk would: nobody can change what is kept by changing what they gave or got. */
const keep = <T>(value: T): T => structuredClone(owned(value));

/** As IndexedDB orders text: by code unit. */
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
