/** `window.tastelab`: data sets and their items. */
import type { Weights } from '../../core/data/reweigh.ts';
import { LabError } from '../../core/errors.ts';
import type { Reach } from './reach.ts';

export interface DataVerbs {
  datasets(): Promise<{ id: string; name: string; users: number; items: number; events: number }[]>;
  useDataset(id: string): Promise<void>;
  /** Counts the kinds of event otherwise, as in { view: 0.5 }; every open recommender is fitted to that. */
  reweigh(weights: Weights): Promise<void>;
  /** Imports by the surest importer and opens the result; resolves to its id. Throws ImportError. */
  importFiles(files: readonly File[]): Promise<string>;
  /** Most popular first when the query is empty. */
  items(query: string, n?: number): Promise<{ id: string; title: string; year: number | null }[]>;
}

export const dataVerbs = [
  'datasets',
  'useDataset',
  'reweigh',
  'importFiles',
  'items',
] as const satisfies readonly (keyof DataVerbs)[];

export const openData = ({ lab, view }: Reach): DataVerbs => ({
  datasets: async () =>
    lab.datasets.list.map(({ id, name, users, items, events }) => ({ id, name, users, items, events })),
  useDataset: async (id) => {
    await lab.useDataset(id);
    await lab.settled();
  },
  async reweigh(weights) {
    await lab.reweigh(weights);
    if (lab.weighing.error) throw lab.weighing.error;
    await lab.settled();
  },
  async importFiles(files) {
    const preview = await lab.datasets.inspect(files);
    if (!preview) throw lab.datasets.preview.error ?? new LabError('ImportError', 'The files could not be read.');
    const [surest] = preview.candidates;
    const imported = await lab.datasets.import({ id: surest.importer, params: {} });
    if (!imported) throw lab.datasets.error ?? new LabError('AbortError', 'The import was cancelled.');
    await lab.useDataset(imported.id);
    await lab.settled();
    return imported.id;
  },
  async items(query, n = 20) {
    const { catalog, itemIds } = view();
    const found = await lab.search(query, n);
    return found.map((item) => ({
      id: itemIds[item],
      title: catalog.titles[item],
      year: catalog.years?.[item] || null,
    }));
  },
});
