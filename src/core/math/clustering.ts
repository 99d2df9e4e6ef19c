/**
 * Groups within groups: agglomerative clustering by average linkage of the "weighted" kind (WPGMA).
 * R. R. Sokal, C. D. Michener, "A statistical method for evaluating systematic relationships", University of Kansas
 * Science Bulletin 38, 1958.
 *
 * The two nearest clusters a, b are merged, again and again; from then on, whatever their sizes,
 *   d(a ∪ b, c) = (d(a, c) + d(b, c)) / 2
 */
export interface Merge {
  /** Leaves are 0 … n − 1; merge m makes cluster n + m. The smaller number comes first. */
  readonly a: number;
  readonly b: number;
  /** Their distance. */
  readonly height: number;
  /** Leaves in it. */
  readonly size: number;
}

/**
 * The n − 1 merges, nearest first, of n leaves whose distances are in a symmetric row-major n × n table, which is not
 * changed. Of equal distances the pair of lower numbers comes first. O(n³), for some hundreds of leaves.
 */
export function clusterByWpgma(distances: ArrayLike<number>, n: number): Merge[] {
  const between = Float64Array.from(distances);
  /** The cluster each row of the table stands for; a merged one takes the first row, the other falls silent. */
  const cluster = Array.from({ length: n }, (_, leaf) => leaf);
  const size = new Array<number>(n).fill(1);
  let rows = [...cluster];
  const merges: Merge[] = [];
  while (rows.length > 1) {
    const [p, q] = nearest(rows, cluster, between, n);
    const [a, b] = [cluster[p], cluster[q]].sort((x, y) => x - y);
    const height = between[p * n + q];
    size[p] += size[q];
    merges.push({ a, b, height, size: size[p] });
    rows = rows.filter((row) => row !== q);
    for (const row of rows) {
      if (row === p) continue;
      between[p * n + row] = between[row * n + p] = (between[p * n + row] + between[q * n + row]) / 2;
    }
    cluster[p] = n + merges.length - 1;
  }
  return merges;
}

/** The leaves from left to right when every merge puts its first cluster left. */
export function leafOrder(merges: readonly Merge[], n: number): number[] {
  if (merges.length === 0) return Array.from({ length: n }, (_, leaf) => leaf);
  const order: number[] = [];
  const waiting = [n + merges.length - 1];
  while (waiting.length > 0) {
    const next = waiting.pop()!;
    if (next < n) order.push(next);
    else waiting.push(merges[next - n].b, merges[next - n].a);
  }
  return order;
}

/** 1 − cosine between every two of n rows of row-major values; 1 where a row is zero. */
export function cosineDistances(values: ArrayLike<number>, n: number): Float64Array {
  const width = n > 0 ? values.length / n : 0;
  const dot = (a: number, b: number) => {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += values[a * width + f] * values[b * width + f];
    return sum;
  };
  const norms = Array.from({ length: n }, (_, row) => Math.sqrt(dot(row, row)));
  const distances = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const size = norms[a] * norms[b];
      distances[a * n + b] = distances[b * n + a] = size > 0 ? 1 - dot(a, b) / size : 1;
    }
  }
  return distances;
}

function nearest(
  rows: readonly number[],
  cluster: readonly number[],
  between: Float64Array,
  n: number,
): readonly [number, number] {
  let best: readonly [number, number] = [rows[0], rows[1]];
  const isCloser = (p: number, q: number) => {
    const difference = between[p * n + q] - between[best[0] * n + best[1]];
    if (difference !== 0) return difference < 0;
    const [a, b] = [cluster[p], cluster[q]].sort((x, y) => x - y);
    const [c, d] = [cluster[best[0]], cluster[best[1]]].sort((x, y) => x - y);
    return a < c || (a === c && b < d);
  };
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) if (isCloser(rows[i], rows[j])) best = [rows[i], rows[j]];
  }
  return best;
}
