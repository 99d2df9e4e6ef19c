import type { Dataset } from '../src/core/data/dataset.ts';
import { profileOf } from '../src/core/data/profile.ts';
import { summarize } from '../src/core/data/dataset.ts';
import type { Opinions } from '../src/core/experiments/elicit.ts';
import type { DatasetView } from '../src/rpc/lab-api.ts';

/** What the page holds of a data set: nothing that only models read, and not the log. */
export function viewOf(dataset: Dataset, { popularity, meanValue }: Opinions): DatasetView {
  const { text: _, ...catalog } = dataset.catalog;
  return {
    summary: summarize(dataset),
    itemIds: dataset.items.ids,
    catalog,
    ratingScale: dataset.ratingScale,
    kinds: dataset.kinds,
    popularity,
    meanValue: meanValue.map((mean, item) => (popularity[item] > 0 ? mean : NaN)),
    profile: profileOf(dataset),
    provenance: dataset.provenance,
  };
}
