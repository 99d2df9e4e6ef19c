/**
 * What a shared column says of two rows: much where few have it, little where all do.
 * With n rows, df_c of them having column c, a row's length the sum of its |x| and the average length l:
 *   idf_c    ln((1 + n) / (1 + df_c))
 *   tf-idf   ± √|x| idf_c          G. Salton, C. Buckley, "Term-weighting approaches in automatic text retrieval", IPM 24(5), 1988
 *   bm25     x (k₁ + 1) / (k₁ (1 − b + b length / l) + |x|) · idf_c
 *            S. Robertson, H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond", FnTIR 3(4), 2009
 * Both take the sign of x, so that a dislike stays one.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { compactValues, rowOf } from '../data/csr.ts';
import { ln } from './elementary.ts';

export type Weighting = 'none' | 'tf-idf' | 'bm25';

export interface WeightingRules {
  readonly weighting: Weighting;
  /** k₁: how soon more of the same stops counting. */
  readonly saturation: number;
  /** b: how much long rows are held back. */
  readonly lengthShare: number;
}

/** A function that weighs a row, of the matrix or from elsewhere, by how often its columns occur in the matrix. */
export function cellWeights(matrix: CsrMatrix, rules: WeightingRules): (row: SparseRow) => SparseRow {
  if (rules.weighting === 'none') return (row) => row;
  const counts = new Uint32Array(matrix.cols);
  for (const column of matrix.indices) counts[column]++;
  const idf = Float64Array.from(counts, (df) => ln((1 + matrix.rows) / (1 + df)));
  if (rules.weighting === 'tf-idf') {
    return ({ indices, values }) => ({
      indices,
      values: Float64Array.from(values, (x, at) => Math.sign(x) * Math.sqrt(Math.abs(x)) * idf[indices[at]]),
    });
  }
  const { saturation, lengthShare } = rules;
  const usual = lengthOf(matrix) / matrix.rows;
  return (row) => {
    const held = saturation * (1 - lengthShare + (lengthShare * lengthOf(row)) / usual);
    const weigh = (x: number, at: number) => ((x * (saturation + 1)) / (held + Math.abs(x))) * idf[row.indices[at]];
    return { indices: row.indices, values: Float64Array.from(row.values, (x, at) => (x === 0 ? 0 : weigh(x, at))) };
  };
}

/** The same cells, every row changed by itself. */
export function mapRows(matrix: CsrMatrix, change: (row: SparseRow) => SparseRow): CsrMatrix {
  const values = new Float64Array(matrix.values.length);
  for (let row = 0; row < matrix.rows; row++) values.set(change(rowOf(matrix, row)).values, matrix.indptr[row]);
  return { ...matrix, values: compactValues(values) };
}

function lengthOf({ values }: SparseRow): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += Math.abs(values[at]);
  return sum;
}
