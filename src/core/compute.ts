/**
 * What the pure core asks of fast code, without knowing how it is done. `src/kernels` answers with WebAssembly;
 * tests answer with plain TypeScript. Every call returns synchronously: a pool of threads is a matter of the
 * implementation, and the same seed gives the same numbers whatever the number of threads.
 */
import type { CsrMatrix } from './data/csr.ts';
import type { TensorsSource } from './tensors.ts';

/** What fits and measures is given to compute with. */
export interface Compute {
  readonly kernels: Kernels;
  readonly tensors: TensorsSource;
}

export interface Kernels {
  readonly threads: number;
  readonly simd: 'relaxed' | 'baseline';
  /** Implicit ALS by conjugate gradient. Throws BackendError when the problem does not fit in memory. */
  als(problem: AlsProblem): AlsKernel;
  /** The most similar rows of each row of a sparse matrix. */
  neighbors(problem: NeighborsProblem): NeighborsKernel;
  /** Biased matrix factorization of ratings by stochastic gradient descent. */
  sgd(problem: SgdProblem): SgdKernel;
  /** Factors of features, learned from pairs of items: WARP, BPR and their kin. */
  ranking(problem: RankingProblem): RankingKernel;
  /** Sums over people drawn again and again, for a bootstrap. */
  resampling(problem: ResamplingProblem): ResamplingKernel;
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

/** The losses are stated in core/math/ranking-loss.ts. */
export type RankingLoss = 'warp' | 'warp-kos' | 'bpr' | 'logistic';

/**
 * Learns an embedding and a bias for every feature of users and items, by stochastic gradient steps on one example at a
 * time. A user or item is the weighted sum of its features' embeddings and of their biases, and
 *   score(u, i) = q_u · p_i + b_u + b_i.
 * Steps follow one another; only where nothing that one learns can matter to another are they taken side by side
 * (core/math/strata.ts), so that a seed gives the same numbers whatever the machine has.
 */
export interface RankingProblem {
  /** Users × items. A value is how much an example counts; below 0, for the logistic loss alone, it is a dislike. */
  readonly cells: CsrMatrix;
  /** Users × user features and items × item features. */
  readonly userFeatures: CsrMatrix;
  readonly itemFeatures: CsrMatrix;
  readonly factors: number;
  /** Start values, features × (factors + 1), row-major, the bias last. */
  readonly userEmbeddings: Float32Array;
  readonly itemEmbeddings: Float32Array;
  readonly loss: RankingLoss;
  /** How negatives are drawn: every item alike, or as often as it occurs in `cells`. */
  readonly negatives: 'uniform' | 'popular';
  /** WARP: how often to draw before an example is left alone. */
  readonly maxDraws: number;
  /** k-OS: learn from the `position`-th best of `drawn` positives, counted from 1. */
  readonly drawn: number;
  readonly position: number;
  /** Logistic: drawn as examples of 0 for every stored cell above 0. */
  readonly negativesPerPositive: number;
  readonly step: 'adagrad' | 'adadelta' | 'sgd';
  /** Of Adagrad and SGD. */
  readonly learningRate: number;
  /** λ in λ/2 |θ|² of the embeddings and biases an example touches. */
  readonly regularization: number;
  /** Whether biases are learned, or stay as they start. */
  readonly biases: boolean;
  /** Four words, not all 0, from which all chance follows. */
  readonly seed: Uint32Array;
}

export interface RankingKernel {
  /**
   * Takes steps from .. to of an epoch of as many steps as there are cells; in each epoch every cell is drawn once, in a
   * new order. Returns the sum of their losses.
   */
  train(from: number, to: number): number;
  /** Copies out, in the form of the start values. */
  userEmbeddings(): Float32Array;
  itemEmbeddings(): Float32Array;
  dispose(): void;
}

/**
 * Minimizes  Σ_ui (r_ui − μ − b_u − b_i − p_u·q_i)² + λ (b_u² + b_i² + |p_u|² + |q_i|²)  over the stored cells, one cell at a
 * time: with e the error of a cell, each of the four parameters moves by the learning rate times −½ of its slope there.
 */
export interface SgdProblem {
  /** Users × items. */
  readonly ratings: CsrMatrix;
  /** μ */
  readonly mean: number;
  readonly factors: number;
  readonly learningRate: number;
  readonly regularization: number;
  /** Row-major start values, rows × factors; biases start at 0. */
  readonly userFactors: Float32Array;
  readonly itemFactors: Float32Array;
}

/** Steps build on each other, so they are taken on one thread, in the order asked for. */
export interface SgdKernel {
  /** Visits these users one after the other, and of each all ratings by ascending item. Σ e² as met. */
  visit(users: Uint32Array): number;
  /** Copies out, row-major, rows × factors. */
  userFactors(): Float32Array;
  itemFactors(): Float32Array;
  userBiases(): Float32Array;
  itemBiases(): Float32Array;
  dispose(): void;
}

/** A resample draws as many people as there are, with replacement, from the stream of core/math/xorshift.ts. */
export interface ResamplingProblem {
  /** A number of each person, per column; at least one column, all as long. */
  readonly columns: readonly Float64Array[];
  /** Four words, not all 0. */
  readonly seed: Uint32Array;
  /** Resamples held at a time. */
  readonly held: number;
}

export interface ResamplingKernel {
  /** Draws the next resamples into the places from .. to of those held. */
  draw(from: number, to: number): void;
  /** Of columns from .. to, `from` even: their sums over each resample held. Once per column, then draw anew. */
  sums(from: number, to: number): readonly Float64Array[];
  dispose(): void;
}

/** What the compute chip and `window.tastelab.compute()` show. */
export interface ComputeInfo {
  readonly backend: 'wasm';
  readonly threads: number;
  readonly simd: Kernels['simd'];
  readonly isolated: boolean;
}
