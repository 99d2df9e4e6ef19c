import type { NeighborsKernel, NeighborsProblem, Similarity } from '../core/compute.ts';
import type { CsrMatrix } from '../core/data/csr.ts';
import { LabError } from '../core/errors.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** Results wait in memory for at most this many bytes of rows before they are copied out. */
const SLOTS_BYTES = 8 * 2 ** 20;
/** Rows a thread takes at a time. */
const CHUNK = 8;

/** In the order the kernel numbers them, with the bytes of sums per row where the overlap counts. */
const similarities: readonly Similarity[] = ['dot', 'cosine', 'overlap-cosine', 'pearson'];
const sumsBytes: Readonly<Record<Similarity, number>> = { dot: 16, cosine: 16, 'overlap-cosine': 32, pearson: 48 };

/** Neighbors of the rows from `first` on, one after another. */
interface Piece {
  readonly first: number;
  readonly lengths: Int32Array;
  readonly indices: Uint32Array;
  readonly values: Float64Array;
}

/** Lays the problem out in the kernels' memory; the kernel is in assembly/neighbors.ts. */
export function neighborsKernel(memory: KernelMemory, pool: Pool, problem: NeighborsProblem): NeighborsKernel {
  const { rows, columns, similarity, shrinkage, minOverlap } = problem;
  check(problem);
  const count = rows.rows;
  const cells = rows.indices.length;
  const keep = Math.max(1, Math.min(problem.keep, count - 1));
  const wide = rows.values instanceof Float64Array || columns.values instanceof Float64Array;
  const ones = sumsBytes[similarity] === 16 && isOne(rows.values) && isOne(columns.values);
  const counts = shrinkage !== 0 || minOverlap > 1;
  const perRow = ones ? 4 : sumsBytes[similarity] === 16 && !counts ? 8 : sumsBytes[similarity];
  const flagged = Math.ceil(count / 64);
  const cleared = flagged * 64 * perRow + Math.ceil(flagged / 16) * 16;
  const scratch = Math.ceil((cleared + count * 16 + keep * 16) / 64) * 64;
  const slots = Math.max(1, Math.min(count, Math.floor(SLOTS_BYTES / (keep * 12))));

  const { at, release } = memory.layOut({
    task: 128,
    rowStart: (count + 1) * 4,
    rowIndices: cells * 4,
    rowValues: cells * (wide ? 8 : 4),
    columnStart: (columns.rows + 1) * 4,
    columnIndices: cells * 4,
    columnValues: cells * (wide ? 8 : 4),
    squares: count * 8,
    shrinkage: 8,
    lengths: slots * 4,
    indices: slots * keep * 4,
    values: slots * keep * 8,
    scratch: pool.threads * scratch,
  });
  const matrices = [
    [rows, at.rowStart, at.rowIndices, at.rowValues],
    [columns, at.columnStart, at.columnIndices, at.columnValues],
  ] as const;
  for (const [matrix, start, indices, values] of matrices) {
    memory.uint32(start, matrix.rows + 1).set(matrix.indptr);
    memory.uint32(indices, cells).set(matrix.indices);
    (wide ? memory.float64(values, cells) : memory.float32(values, cells)).set(matrix.values);
  }
  memory.float64(at.squares, count).set(squaresOf(rows));
  memory.float64(at.shrinkage, 1)[0] = shrinkage;
  for (let thread = 0; thread < pool.threads; thread++) memory.zero(at.scratch + thread * scratch, cleared);

  const pieces: Piece[] = [];
  return {
    compute(from, to) {
      for (let first = from; first < to; first += slots) {
        const end = Math.min(to, first + slots);
        memory
          .int32(at.task, 20)
          .set([
            ...[at.rowStart, at.rowIndices, at.rowValues, at.columnStart, at.columnIndices, at.columnValues],
            ...[ones ? 2 : Number(wide), similarities.indexOf(similarity), Number(counts), count, keep, minOverlap],
            ...[at.squares, at.shrinkage, at.scratch, scratch, first, at.lengths, at.indices, at.values],
          ]);
        pool.run('compareRows', at.task, first, end, CHUNK);
        pieces.push(readSlots(first, end - first));
      }
    },
    result() {
      pieces.sort((a, b) => a.first - b.first);
      return join(pieces, count);
    },
    dispose: release,
  };

  function readSlots(first: number, length: number): Piece {
    const lengths = memory.int32(at.lengths, length).slice();
    const total = lengths.reduce((sum, own) => sum + own, 0);
    const indices = new Uint32Array(total);
    const values = new Float64Array(total);
    let next = 0;
    for (let slot = 0; slot < length; slot++) {
      indices.set(memory.uint32(at.indices + slot * keep * 4, lengths[slot]), next);
      values.set(memory.float64(at.values + slot * keep * 8, lengths[slot]), next);
      next += lengths[slot];
    }
    return { first, lengths, indices, values };
  }
}

function join(pieces: readonly Piece[], count: number): CsrMatrix {
  const total = pieces.reduce((sum, { indices }) => sum + indices.length, 0);
  const matrix = {
    rows: count,
    cols: count,
    indptr: new Uint32Array(count + 1),
    indices: new Uint32Array(total),
    values: new Float64Array(total),
  };
  let row = 0;
  let next = 0;
  for (const { first, lengths, indices, values } of pieces) {
    if (first !== row) break;
    matrix.indices.set(indices, next);
    matrix.values.set(values, next);
    next += indices.length;
    for (const own of lengths) {
      matrix.indptr[row + 1] = matrix.indptr[row] + own;
      row++;
    }
  }
  if (row === count) return matrix;
  throw new LabError(
    'BackendError',
    `Expected each of ${count} rows to be computed once; row ${row} was not. Call compute over all rows.`,
  );
}

const isOne = (values: CsrMatrix['values']) => values.every((value) => value === 1);

function squaresOf({ rows, indptr, values }: CsrMatrix): Float64Array {
  const squares = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) squares[row] += values[i] * values[i];
  }
  return squares;
}

function check({ rows, columns }: NeighborsProblem): void {
  if (rows.rows === columns.cols && rows.cols === columns.rows && rows.indices.length === columns.indices.length)
    return;
  const shape = (matrix: CsrMatrix) => `${matrix.rows} × ${matrix.cols} with ${matrix.indices.length} cells`;
  throw new LabError(
    'BackendError',
    `Expected columns to be the transpose of rows, ${shape(rows)}; got ${shape(columns)}.`,
  );
}
