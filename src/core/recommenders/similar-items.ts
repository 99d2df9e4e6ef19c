/** A table of items, each with those most similar to it: how it is worked out, kept and read. */
import type { Kernels, Similarity } from '../compute.ts';
import type { CsrMatrix, Values } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { exactNeighbors } from '../math/exact-neighbors.ts';
import type { Comparison } from '../math/similarity.ts';
import { slicesOf } from '../math/slices.ts';
import type { FitProgress, ModelSnapshot } from './recommender.ts';

/** Units of work between two yields, per thread: some ten milliseconds. */
const workPerStep = 3e6;

/** Items × items without the diagonal, each row its `keep` strongest. The problem's rows are items, its columns people. */
export function* similarItems(
  problem: Comparison & { readonly keep: number },
  kernels: Kernels,
): Generator<FitProgress, CsrMatrix, void> {
  const slices = slicesOf(problem.rows.rows, workOf(problem), workPerStep * kernels.threads);
  // Making what is compared was the first, bringing it in order will be the last.
  const steps = slices.length + 2;
  yield { step: 1, steps };
  const kernel = isFast(problem) ? kernels.neighbors(problem) : exactNeighbors(problem);
  try {
    for (let slice = 0; slice < slices.length; slice++) {
      kernel.compute(...slices[slice]);
      yield { step: slice + 2, steps };
    }
    const similar = kernel.result();
    yield { step: steps, steps };
    return similar;
  } finally {
    kernel.dispose();
  }
}

/** What a row costs: a product for every cell of everybody who has the item, and a look at the items these may have reached. */
function workOf({ rows, columns }: Comparison): (row: number) => number {
  return (row) => {
    let products = 0;
    for (const user of rowOf(rows, row).indices) products += columns.indptr[user + 1] - columns.indptr[user];
    return products + Math.min(rows.rows, 64 * products);
  };
}

/** Whether the kernels know the measure. */
const isFast = <P extends Comparison>(problem: P): problem is P & Comparison<Similarity> =>
  problem.similarity !== 'msd' && problem.similarity !== 'jaccard';

/** As a snapshot keeps a table. */
export const arraysOf = ({ indptr, indices, values }: CsrMatrix) => ({
  indptr: indptr.slice(),
  indices: indices.slice(),
  values: values.slice(),
});

export const tableIn = ({ arrays }: ModelSnapshot, items: number): CsrMatrix => ({
  rows: items,
  cols: items,
  indptr: arrays.indptr as Uint32Array,
  indices: arrays.indices as Uint32Array,
  values: arrays.values as Values,
});

/** How similar each item is to one of them; NaN where the table does not say. */
export function likenessIn(table: CsrMatrix, item: number, out: Float64Array): void {
  out.fill(NaN);
  const { indices, values } = rowOf(table, item);
  for (let at = 0; at < indices.length; at++) out[indices[at]] = values[at];
}
