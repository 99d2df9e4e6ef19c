import type { CsrMatrix } from '../data/csr.ts';
import { indexIn, rowOf, valueAt } from '../data/csr.ts';

/**
 * The mean Euclidean distance over all pairs of the list, rows being features of items: how far from one another its items
 * lie. 0 below two items; one that is listed twice is a pair at distance 0. O(|list|² · features).
 */
export function meanDistance(rows: CsrMatrix, list: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) sum += distance(rows, list[i], list[j]);
  const pairs = (list.length * (list.length - 1)) / 2;
  return pairs > 0 ? sum / pairs : 0;
}

function distance(rows: CsrMatrix, a: number, b: number): number {
  const [one, other] = [rowOf(rows, a), rowOf(rows, b)];
  let squares = 0;
  one.indices.forEach((feature, i) => (squares += (one.values[i] - valueAt(other, feature)) ** 2));
  other.indices.forEach((feature, i) => {
    if (indexIn(one.indices, feature) < 0) squares += other.values[i] ** 2;
  });
  return Math.sqrt(squares);
}
