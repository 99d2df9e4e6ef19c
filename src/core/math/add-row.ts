import type { CsrMatrix } from '../data/csr.ts';

/** out += weight × row: one term of a product of a sparse vector with a sparse matrix. `out` has one cell per column. */
export function addRow({ indptr, indices, values }: CsrMatrix, row: number, weight: number, out: Float64Array): void {
  for (let i = indptr[row], end = indptr[row + 1]; i < end; i++) out[indices[i]] += weight * values[i];
}
