import { labelsOf } from '../core/data/catalog.ts';
import type { DatasetView } from '../rpc/lab-api.ts';

/** What the page shows of an item, wherever it shows one. */
export interface ItemFace {
  readonly item: number;
  readonly id: string;
  readonly title: string;
  /** 0 where unknown. */
  readonly year: number;
  readonly category: string | null;
  /** Year and main category in one quiet line; "" where nothing is known. */
  readonly line: string;
}

export function faceOf(view: DatasetView, item: number): ItemFace {
  const { titles, years, categories } = view.catalog;
  const category = labelsOf(categories, item)[0] ?? null;
  const year = years?.[item] ?? 0;
  return {
    item,
    id: view.itemIds[item],
    title: titles[item],
    year,
    category,
    line: [year || '', category ?? ''].filter(Boolean).join(' · '),
  };
}
