import type { NeighborsKernel, NeighborsProblem } from '../compute.ts';
import type { SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { createComparer } from './similarity.ts';
import { strongest, without } from './strongest.ts';

/** The neighbors kernel without shortcuts: float64 throughout, for results that must agree to the last digits. */
export function exactNeighbors({ keep, ...problem }: NeighborsProblem): NeighborsKernel {
  const { rows } = problem;
  const compare = createComparer(problem);
  const kept: SparseRow[] = [];
  return {
    compute(from, to) {
      for (let row = from; row < to; row++) kept[row] = strongest(without(compare(rowOf(rows, row)), row), keep);
    },
    result() {
      const indptr = new Uint32Array(rows.rows + 1);
      kept.forEach(({ indices }, row) => (indptr[row + 1] = indptr[row] + indices.length));
      const indices = new Uint32Array(indptr[rows.rows]);
      const values = new Float64Array(indptr[rows.rows]);
      kept.forEach((neighbors, row) => {
        indices.set(neighbors.indices, indptr[row]);
        values.set(neighbors.values, indptr[row]);
      });
      return { rows: rows.rows, cols: rows.rows, indptr, indices, values };
    },
    dispose() {},
  };
}
