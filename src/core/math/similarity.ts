/**
 * How alike two rows of a sparse matrix are, in float64 and for one row at a time: what a query needs, and what small data
 * can afford for every row. The sums run over the n columns both rows have; whole-row norms |x|, |y| over all of a row's.
 *   dot Σ xy     cosine Σ xy / (|x| |y|)     overlap-cosine Σ xy / √(Σ x² Σ y²)
 *   pearson (n Σ xy − Σ x Σ y) / √((n Σ x² − (Σ x)²) (n Σ y² − (Σ y)²))
 *   msd 1 / (1 + Σ (x − y)² / n)     jaccard n / (cells of one + cells of the other − n)
 * each times n / (n + shrinkage), and 0 where n < minOverlap or a norm is 0.
 */
import type { NeighborsProblem, Similarity } from '../compute.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';

/** Those that the kernels know, and those that only this file does. */
export type Measure = Similarity | 'msd' | 'jaccard';

export type Comparison<M extends Measure = Measure> = Omit<NeighborsProblem, 'keep' | 'similarity'> & {
  readonly similarity: M;
};

/** n, Σ xy, Σ x, Σ y, Σ x², Σ y² of one row, side by side in memory because they are touched together; or the first two. */
const ALL_SUMS = 6;
const PRODUCT_SUMS = 2;

/**
 * A function from a row to its similarities with every row of the matrix: those that are not 0, ascending.
 * The row given need not be of the matrix. O(cells of the columns it has + rows); the working memory is kept between calls.
 */
export function createComparer({ rows, columns, similarity, shrinkage, minOverlap }: Comparison) {
  const isProduct = similarity === 'dot' || similarity === 'cosine' || similarity === 'jaccard';
  const gather = isProduct ? gatherProducts : gatherAll;
  const width = isProduct ? PRODUCT_SUMS : ALL_SUMS;
  const sums = new Float64Array(rows.rows * width);
  const normOf = similarity === 'jaccard' ? cellsOf : squaredNorm;
  const norms = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row++) norms[row] = normOf(rowOf(rows, row));
  const found = new Uint32Array(rows.rows);
  const values = new Float64Array(rows.rows);

  return (row: SparseRow): SparseRow => {
    sums.fill(0);
    for (let i = 0; i < row.indices.length; i++) gather(columns, row.indices[i], row.values[i], sums);
    const norm = normOf(row);
    let count = 0;
    for (let other = 0; other < rows.rows; other++) {
      const n = sums[other * width];
      if (n === 0 || n < minOverlap) continue;
      const value = fromSums(similarity, sums, other * width, norm, norms[other]) * (n / (n + shrinkage));
      if (value === 0) continue;
      found[count] = other;
      values[count++] = value;
    }
    return { indices: found.slice(0, count), values: values.slice(0, count) };
  };
}

function gatherProducts({ indptr, indices, values }: CsrMatrix, column: number, x: number, sums: Float64Array): void {
  for (let i = indptr[column], end = indptr[column + 1]; i < end; i++) {
    const at = indices[i] * PRODUCT_SUMS;
    sums[at]++;
    sums[at + 1] += x * values[i];
  }
}

function gatherAll({ indptr, indices, values }: CsrMatrix, column: number, x: number, sums: Float64Array): void {
  for (let i = indptr[column], end = indptr[column + 1]; i < end; i++) {
    const y = values[i];
    const at = indices[i] * ALL_SUMS;
    sums[at]++;
    sums[at + 1] += x * y;
    sums[at + 2] += x;
    sums[at + 3] += y;
    sums[at + 4] += x * x;
    sums[at + 5] += y * y;
  }
}

function fromSums(similarity: Measure, sums: Float64Array, at: number, rowNorm: number, otherNorm: number): number {
  const n = sums[at];
  const xy = sums[at + 1];
  if (similarity === 'dot') return xy;
  if (similarity === 'cosine') return ratio(xy, rowNorm, otherNorm);
  if (similarity === 'jaccard') return n / (rowNorm + otherNorm - n);
  const x = sums[at + 2];
  const y = sums[at + 3];
  const xx = sums[at + 4];
  const yy = sums[at + 5];
  if (similarity === 'overlap-cosine') return ratio(xy, xx, yy);
  if (similarity === 'msd') return 1 / (1 + (xx + yy - 2 * xy) / n);
  return ratio(n * xy - x * y, spread(n * xx, x * x), spread(n * yy, y * y));
}

const ratio = (product: number, a: number, b: number) => (a > 0 && b > 0 ? product / Math.sqrt(a * b) : 0);

/** Equal values leave only rounding noise, which must not pass for a direction. */
const spread = (whole: number, center: number) => (whole - center > 1e-12 * whole ? whole - center : 0);

function squaredNorm({ values }: SparseRow): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

const cellsOf = ({ indices }: SparseRow): number => indices.length;
