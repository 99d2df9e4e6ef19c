import type { AlsProblem, NeighborsProblem } from '../../src/core/compute.ts';
import { csrFromCoordinates, transpose, type CsrMatrix } from '../../src/core/data/csr.ts';
import { createRng } from '../../src/core/rng.ts';

export interface Shape {
  readonly rows: number;
  readonly cols: number;
  /** Drawn with repeats, so a few less are stored. */
  readonly cells: number;
  readonly seed: number;
}

/** Half stars in 0.5 … 5 at random places; the last row and the last column stay empty. */
export function randomMatrix({ rows, cols, cells, seed }: Shape): CsrMatrix {
  const rng = createRng(seed);
  const draw = (bound: number) => Uint32Array.from({ length: cells }, () => rng.int(bound));
  const stars = Float32Array.from({ length: cells }, () => (1 + rng.int(10)) / 2);
  return csrFromCoordinates(rows, cols, draw(rows - 1), draw(cols - 1), stars, 'last');
}

export function randomAls(shape: Shape, factors: number, more: Partial<AlsProblem> = {}): AlsProblem {
  const stars = randomMatrix(shape);
  const byUser = { ...stars, values: stars.values.map((value) => 8 * value) };
  const rng = createRng(shape.seed).fork('start');
  const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => rng.next() * 0.1);
  return {
    byUser,
    byItem: transpose(byUser),
    factors,
    regularization: 0.5,
    steps: 3,
    userFactors: start(shape.rows),
    itemFactors: start(shape.cols),
    ...more,
  };
}

export function randomNeighbors(shape: Shape, more: Partial<NeighborsProblem> = {}): NeighborsProblem {
  const rows = randomMatrix(shape);
  return { rows, columns: transpose(rows), similarity: 'cosine', shrinkage: 0, minOverlap: 1, keep: 10, ...more };
}
