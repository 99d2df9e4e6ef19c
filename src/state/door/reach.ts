import { indexOfId } from '../../core/data/vocabulary.ts';
import { LabError } from '../../core/errors.ts';
import type { DatasetView, ScoredItem } from '../../rpc/lab-api.ts';
import type { Column } from '../columns.svelte.ts';
import type { Lab } from '../lab.svelte.ts';

export interface ListedItem {
  readonly item: string;
  readonly title: string;
  readonly score: number;
}

/** What every verb starts from: the lab, and its items and columns by the names programs know them by. */
export interface Reach {
  readonly lab: Lab;
  view(): DatasetView;
  /** Throws ParamError, as does the next. */
  itemOf(id: string): number;
  columnOf(id: string): Column;
  entriesOf(scored: readonly ScoredItem[]): ListedItem[];
}

export function reachOf(lab: Lab): Reach {
  const view = () => {
    if (!lab.datasets.view) throw lab.failure ?? new Error('No data set is open yet; await tastelab.ready first.');
    return lab.datasets.view;
  };
  return {
    lab,
    view,
    itemOf(id) {
      const item = indexOfId({ ids: view().itemIds }, String(id));
      if (item < 0) throw new LabError('ParamError', `There is no item "${id}" in "${view().summary.name}".`);
      return item;
    },
    columnOf(id) {
      const column = lab.columns.all.find((open) => open.id === id || open.link === id || open.entry.id === id);
      if (column) return column;
      const open = lab.columns.all.map((one) => one.id).join(', ');
      throw new LabError('ParamError', `No column "${id}" is open. Open: ${open}. Use fit() to open another.`);
    },
    entriesOf: (scored) =>
      scored.map(({ item, score }) => ({ item: view().itemIds[item], title: view().catalog.titles[item], score })),
  };
}
