/**
 * What the pure core asks of fast code, without knowing how it is done. `src/kernels` answers with WebAssembly;
 * tests answer with plain TypeScript. Every call returns synchronously: a pool of threads is a matter of the
 * implementation, and the same seed gives the same numbers whatever the number of threads.
 */
import type { CsrMatrix } from './data/csr.ts';

export interface Kernels {
  readonly threads: number;
  readonly simd: 'relaxed' | 'baseline';
  /** Implicit ALS by conjugate gradient. Throws BackendError when the problem does not fit in memory. */
  als(problem: AlsProblem): AlsKernel;
  /** The most similar rows of each row of a sparse matrix. */
  neighbors(problem: NeighborsProblem): NeighborsKernel;
}

/**
 * Minimizes  Σ_all c_ui (p_ui − x_u·y_i)² + λ (|X|² + |Y|²)  with c = 1 on empty cells (Hu, Koren & Volinsky 2008).
 * Stored values of `byUser` and `byItem` are the confidences c of the non-empty cells (p = 1 there).
 */
export interface AlsProblem {
  readonly byUser: CsrMatrix;
  readonly byItem: CsrMatrix;
  readonly factors: number;
  readonly regularization: number;
  /** Conjugate-gradient steps per row, warm-started. */
  readonly steps: number;
  /** Row-major start values, rows × factors. */
  readonly userFactors: Float32Array;
  readonly itemFactors: Float32Array;
}

/** One problem held in the kernels' memory. A sweep is `begin(side)` then `solve` over all rows of that side. */
export interface AlsKernel {
  /** Prepares to solve that side against the other: the other side's Gram matrix plus λI. */
  begin(side: 'users' | 'items'): void;
  /** Solves rows from .. to of the side begun; a few thousand rows last some milliseconds. */
  solve(from: number, to: number): void;
  /** The loss above, summed over all cells, at the present factors. */
  loss(): number;
  /** Copies out, row-major, rows × factors. */
  userFactors(): Float32Array;
  itemFactors(): Float32Array;
  dispose(): void;
}

/**
 * dot: Σ xy. cosine: Σ xy / (|x| |y|) over whole rows. overlap-cosine and pearson: the same sums over the columns
 * both rows have, pearson centred on the means over these. A similarity is then multiplied by n / (n + shrinkage)
 * with n the number of shared columns, and is 0 where n < minOverlap.
 */
export type Similarity = 'dot' | 'cosine' | 'overlap-cosine' | 'pearson';

export interface NeighborsProblem {
  /** Rows to compare, and the same cells the other way round. */
  readonly rows: CsrMatrix;
  readonly columns: CsrMatrix;
  readonly similarity: Similarity;
  readonly shrinkage: number;
  readonly minOverlap: number;
  /** How many neighbours of a row to keep, by |similarity|, lower index first on a tie; the row itself never. */
  readonly keep: number;
}

export interface NeighborsKernel {
  /** Computes rows from .. to. */
  compute(from: number, to: number): void;
  /** Rows × rows, neighbours in ascending index order, similarities as values. Call once everything is computed. */
  result(): CsrMatrix;
  dispose(): void;
}

/** What the compute chip and `window.tastelab.compute()` show. */
export interface ComputeInfo {
  readonly backend: 'wasm';
  readonly threads: number;
  readonly simd: Kernels['simd'];
  readonly isolated: boolean;
}
