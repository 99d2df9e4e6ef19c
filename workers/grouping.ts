import { clusterByWpgma, cosineDistances, leafOrder } from '../src/core/math/clustering.ts';
import { LabError } from '../src/core/errors.ts';
import type { Grouping } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import type { AskedModel } from './mixed-model.ts';

/** As many as a picture can name, and far fewer than the table of all would hold. */
const most = 60;

/** How alike some items are to a model, and who groups with whom: rows of the table are compared by their cosine. */
export async function groupItems(find: () => AskedModel, items: readonly number[], ofAll: number): Promise<Grouping> {
  if (items.length > most) {
    throw new LabError('ParamError', `Expected at most ${most} items to group; got ${items.length}. Choose fewer.`);
  }
  const n = items.length;
  const values = new Float64Array(n * n);
  const row = new Float64Array(ofAll);
  for (const [at, item] of items.entries()) {
    await breathe();
    const { asked, label } = find();
    if (!asked.similar) {
      throw new LabError(
        'ParamError',
        `Expected a recommender that compares items; ${label} does not. Ask one with the trait "similar".`,
      );
    }
    asked.similar(item, row);
    items.forEach((other, column) => (values[at * n + column] = row[other] || 0));
  }
  const merges = clusterByWpgma(cosineDistances(values, n), n);
  return { values, merges, order: leafOrder(merges, n) };
}
