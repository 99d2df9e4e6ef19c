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

/** An item keeps one face for as long as its data set is open, so that what has not changed is not drawn again. */
const faces = new WeakMap<DatasetView, Map<number, ItemFace>>();

export function faceOf(view: DatasetView, item: number): ItemFace {
  let known = faces.get(view);
  if (!known) faces.set(view, (known = new Map<number, ItemFace>()));
  let face = known.get(item);
  if (!face) known.set(item, (face = drawFace(view, item)));
  return face;
}

function drawFace(view: DatasetView, item: number): ItemFace {
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
