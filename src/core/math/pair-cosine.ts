import type { CsrMatrix } from '../data/csr.ts';
import { transpose } from '../data/csr.ts';

/** With no more rows than this all pairs find room: 67 MB where every row is asked for. */
const mostTabled = 4096;
/** Pairs remembered at most where there are more rows: some tens of megabytes. */
const mostKept = 500_000;

/** The cosine of two rows, 0 where either is empty; pairs met again are looked up. */
export function pairCosine(rows: CsrMatrix): (a: number, b: number) => number {
  return rows.rows <= mostTabled ? tabledCosine(rows) : rememberedCosine(rows);
}

/**
 * Whoever asks for one pair of a row will ask for others, and all of a row cost little more than one pair of it: the rows
 * of its columns are walked once. Products are added by ascending column, as `dot` does, so that sums are the same.
 */
function tabledCosine(rows: CsrMatrix): (a: number, b: number) => number {
  let columns: CsrMatrix | null = null;
  let norms: Float64Array | null = null;
  /** Of each row, its cosines with itself and those behind it. */
  const table: (Float64Array | undefined)[] = Array.from({ length: rows.rows });
  return (a, b) => {
    const row = a < b ? a : b;
    return (table[row] ??= tabled(row))[a < b ? b - a : a - b];
  };

  function tabled(row: number): Float64Array {
    const { indptr, indices, values } = (columns ??= transpose(rows));
    norms ??= Float64Array.from({ length: rows.rows }, (_, one) => Math.sqrt(dot(rows, one, one)));
    const sums = new Float64Array(rows.rows - row);
    for (let at = rows.indptr[row]; at < rows.indptr[row + 1]; at++) {
      const value = rows.values[at];
      const from = indptr[rows.indices[at]];
      for (let other = indptr[rows.indices[at] + 1] - 1; other >= from && indices[other] >= row; other--)
        sums[indices[other] - row] += value * values[other];
    }
    for (let at = 0; at < sums.length; at++) {
      const both = norms[row] * norms[row + at];
      sums[at] = both ? sums[at] / both : 0;
    }
    return sums;
  }
}

function rememberedCosine(rows: CsrMatrix): (a: number, b: number) => number {
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
