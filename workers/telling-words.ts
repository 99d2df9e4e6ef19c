import type { Catalog } from '../src/core/data/catalog.ts';
import { describeItem } from '../src/core/data/catalog.ts';
import { rowOf } from '../src/core/data/csr.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { englishStopWords } from '../src/core/math/stop-words.ts';
import { strongest } from '../src/core/math/strongest.ts';
import type { WeightedTexts } from '../src/core/math/tf-idf.ts';
import { weighTexts } from '../src/core/math/tf-idf.ts';
import type { TellingWords } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';

/** As TF-IDF content keeps by default. */
const maxTerms = 5000;

export type WordTable = (items: readonly number[], perItem: number) => Promise<TellingWords>;

/** The words that tell items apart. All texts are weighed by the first question, and kept. */
export function createWordTable(catalog: Catalog): WordTable {
  let weighing: Promise<WeightedTexts> | null = null;
  const weigh = () => {
    const texts = catalog.titles.map((_, item) => describeItem(catalog, item));
    return drive(weighTexts(texts, maxTerms, englishStopWords), { breathe });
  };
  return async (items, perItem) => {
    const { terms, rows } = await (weighing ??= weigh());
    const chosen = new Set<number>();
    for (const item of items) for (const term of strongest(rowOf(rows, item), perItem).indices) chosen.add(term);
    const columns = [...chosen];
    const values = new Float64Array(items.length * columns.length);
    items.forEach((item, at) => {
      const { indices, values: weights } = rowOf(rows, item);
      indices.forEach((term, i) => {
        const column = columns.indexOf(term);
        if (column >= 0) values[at * columns.length + column] = weights[i];
      });
    });
    return { words: columns.map((term) => terms.ids[term]), values };
  };
}
