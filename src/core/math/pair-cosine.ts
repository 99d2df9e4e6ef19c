import type { CsrMatrix } from '../data/csr.ts';

/** Pairs remembered at most: some tens of megabytes. */
const mostKept = 500_000;

/** The cosine of two rows, 0 where either is empty; pairs met again are looked up. */
export function pairCosine(rows: CsrMatrix): (a: number, b: number) => number {
  const known = new Map<number, number>();
  const norms = new Float64Array(rows.rows).fill(NaN);
  const normOf = (row: number) =>
    Number.isNaN(norms[row]) ? (norms[row] = Math.sqrt(dot(rows, row, row))) : norms[row];
  return (a, b) => {
    const key = Math.min(a, b) * rows.rows + Math.max(a, b);
    let cosine = known.get(key);
    if (cosine === undefined) {
      cosine = normOf(a) && normOf(b) ? dot(rows, a, b) / (normOf(a) * normOf(b)) : 0;
      if (known.size >= mostKept) known.clear();
      known.set(key, cosine);
    }
    return cosine;
  };
}

function dot({ indptr, indices, values }: CsrMatrix, a: number, b: number): number {
  let sum = 0;
  let i = indptr[a];
  let j = indptr[b];
  while (i < indptr[a + 1] && j < indptr[b + 1]) {
    if (indices[i] === indices[j]) sum += values[i++] * values[j++];
    else if (indices[i] < indices[j]) i++;
    else j++;
  }
  return sum;
}
