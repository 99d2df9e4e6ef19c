import type { AlsKernel, AlsProblem, Kernels } from '../../src/core/compute.ts';
import type { CsrMatrix } from '../../src/core/data/csr.ts';
import { slicesOf } from '../../src/core/math/slices.ts';
import { createRng } from '../../src/core/rng.ts';

const confidence = 40;

/** The usual speed setting: 64 factors, λ 0.1, confidence 40, three steps per row. */
export function alsProblem(cells: { byUser: CsrMatrix; byItem: CsrMatrix }): AlsProblem {
  const factors = 64;
  const rng = createRng(7);
  const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => rng.next() * 0.01);
  const weighted = (matrix: CsrMatrix) => ({
    ...matrix,
    values: new Float32Array(matrix.values.length).fill(confidence),
  });
  return {
    byUser: weighted(cells.byUser),
    byItem: weighted(cells.byItem),
    factors,
    regularization: 0.1,
    steps: 3,
    userFactors: start(cells.byUser.rows),
    itemFactors: start(cells.byItem.rows),
  };
}

/** Both sides, users first. */
export function sweeper(kernels: Kernels, problem: AlsProblem): { als: AlsKernel; sweep(): void } {
  const als = kernels.als(problem);
  // In steps as short as those of a fit.
  const work =
    ({ indptr }: CsrMatrix) =>
    (row: number) =>
      (indptr[row + 1] - indptr[row]) * 2 * 64 * 4 + 64 * 64 * 4;
  const sides = (['users', 'items'] as const).map((name) => {
    const cells = name === 'users' ? problem.byUser : problem.byItem;
    return { name, slices: slicesOf(cells.rows, work(cells), 2e8 * kernels.threads) };
  });
  return {
    als,
    sweep() {
      for (const { name, slices } of sides) {
        als.begin(name);
        for (const slice of slices) als.solve(...slice);
      }
    },
  };
}

/**
 * The work that has to be done in a sweep: per row and product (one for the first residual, one per step) the dense part
 * 2f² and 4f per cell, in the last product 2f, since only its length is needed; the Gram matrices, by symmetry, f² per row.
 * Padding, copies and vector updates count for nothing.
 */
export function flopsOf({ byUser, byItem, factors, steps }: AlsProblem): number {
  const rows = byUser.rows + byItem.rows;
  const cells = byUser.indices.length + byItem.indices.length;
  return (steps + 1) * rows * 2 * factors ** 2 + (steps + 0.5) * cells * 4 * factors + rows * factors ** 2;
}

/** The loss over Σ c on stored cells plus the number of the others. */
export function normalizedLoss(loss: number, { byUser }: AlsProblem): string {
  const cells = byUser.indices.length;
  return (loss / (cells * confidence + byUser.rows * byUser.cols - cells)).toFixed(4);
}

export const describeThreads = ({ threads, simd }: Kernels) => `${threads} thread${threads > 1 ? 's' : ''}, ${simd}`;
