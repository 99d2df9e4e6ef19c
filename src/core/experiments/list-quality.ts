/** How lists of items differ within themselves and from one another. */
import type { CsrMatrix } from '../data/csr.ts';

export type Lists = Uint32Array[];
export interface Mean {
  sum: number;
  count: number;
}
export const meanOf = ({ sum, count }: Mean): number => (count ? sum / count : NaN);

/** Comparing everybody with everybody is quadratic: beyond this many lists, evenly spread ones stand for all. */
const mostCompared = 3000;

/** The cosine of two rows, each pair computed once. */
export function between(rows: CsrMatrix): (a: number, b: number) => number {
  const known = new Map<number, number>();
  const norms = Float64Array.from({ length: rows.rows }, (_, row) => Math.sqrt(dot(rows, row, row)));
  return (a, b) => {
    const key = Math.min(a, b) * rows.rows + Math.max(a, b);
    let cosine = known.get(key);
    if (cosine === undefined) {
      cosine = norms[a] && norms[b] ? dot(rows, a, b) / (norms[a] * norms[b]) : 0;
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

/** Mean over lists of two or more of 1 − the mean likeness of their pairs; NaN without any. */
export function diversityOf(lists: readonly Uint32Array[], likeness: (a: number, b: number) => number): number {
  const mean = { sum: 0, count: 0 };
  for (const list of lists) {
    if (list.length < 2) continue;
    let sum = 0;
    for (let i = 0; i < list.length; i++) for (let j = i + 1; j < list.length; j++) sum += likeness(list[i], list[j]);
    mean.sum += 1 - sum / ((list.length * (list.length - 1)) / 2);
    mean.count++;
  }
  return meanOf(mean);
}

/** Mean Jaccard distance over pairs of lists of which at least one is not empty; NaN without any. */
export function personalizationOf(lists: readonly Uint32Array[]): number {
  const step = Math.max(1, lists.length / mostCompared);
  const sets = Array.from({ length: Math.floor(lists.length / step) }, (_, i) =>
    lists[Math.floor(i * step)].toSorted(),
  );
  const mean = { sum: 0, count: 0 };
  for (let a = 0; a < sets.length; a++) {
    for (let b = a + 1; b < sets.length; b++) {
      const shared = inBoth(sets[a], sets[b]);
      const union = sets[a].length + sets[b].length - shared;
      if (union === 0) continue;
      mean.sum += 1 - shared / union;
      mean.count++;
    }
  }
  return meanOf(mean);
}

function inBoth(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return shared;
}

export const distinct = (lists: readonly Uint32Array[]): number => new Set(lists.flatMap((list) => [...list])).size;
