import type { NeighborsKernel } from '../compute.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { Comparison } from './similarity.ts';
import { createComparer } from './similarity.ts';
import { strongest, without } from './strongest.ts';

/** The neighbors kernel without WebAssembly, for every measure there is; about ten times slower. */
export function exactNeighbors({ keep, ...comparison }: Comparison & { readonly keep: number }): NeighborsKernel {
  const { rows } = comparison;
  const compare = createComparer(comparison);
  const found: SparseRow[] = [];
  return {
    compute(from, to) {
      for (let row = from; row < to; row++) found[row] = strongest(without(compare(rowOf(rows, row)), row), keep);
    },
    result(): CsrMatrix {
      const indptr = new Uint32Array(rows.rows + 1);
      found.forEach(({ indices }, row) => (indptr[row + 1] = indptr[row] + indices.length));
      const indices = new Uint32Array(indptr[rows.rows]);
      const values = new Float64Array(indptr[rows.rows]);
      found.forEach((own, row) => {
        indices.set(own.indices, indptr[row]);
        values.set(own.values, indptr[row]);
      });
      return { rows: rows.rows, cols: rows.rows, indptr, indices, values };
    },
    dispose() {},
  };
}
