/**
 * Each item as a linear combination of the others: B with a zero diagonal that minimizes  |X − X B|² + λ |B|²,  X users × items.
 * H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019, equation 8:
 *   B_ij = −P_ij / P_jj  off the diagonal,   P = (XᵀX + λI)⁻¹
 * P is as large as there are items squared. Where there are fewer people than items the same numbers follow from as many
 * equations as there are people, by the identity of Woodbury:
 *   P = (I − Xᵀ K X) / λ,   K = (X Xᵀ + λI)⁻¹,   P_ij = −x_iᵀ K x_j / λ off the diagonal, with x_i the column of item i,
 * and B itself is never written down. So the work is that of the smaller side, cubed.
 */
import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { addRow } from './add-row.ts';
import { invertPositive } from './positive-inverse.ts';
import { slicesOf } from './slices.ts';

/** What was found, without X. */
export interface RegressionParts {
  /** The lower triangle, row after row, of P or K, whichever is smaller. */
  readonly inverse: Float32Array;
  /** λ P_jj per item: the share of an item that the others leave open. */
  readonly open: Float64Array;
}

export interface ItemRegression {
  /** Σ_j h_j B_ji for every item i into `out`. */
  apply(history: SparseRow, out: Float64Array): void;
  /** B_ji for the items j asked about. */
  weights(items: Uint32Array, item: number): Float64Array;
  /** The partial correlation −P_ij / √(P_ii P_jj) of an item with each, 1 with itself. */
  correlations(item: number, out: Float64Array): void;
  /** Copies. */
  parts(): RegressionParts;
}

/** Some ten milliseconds of multiplications. */
const workPerStep = 1e7;

/** How many equations there are to solve: the matrix that is inverted has this many rows. */
export const equationsOf = ({ rows, cols }: CsrMatrix): number => Math.min(rows, cols);

/** `byUser` is X, `byItem` its transpose. Yields the share done, from 0 to 1. */
export function* fitItemRegression(
  byUser: CsrMatrix,
  byItem: CsrMatrix,
  regularization: number,
): Generator<number, ItemRegression, void> {
  const size = equationsOf(byUser);
  const overItems = size === byItem.rows;
  const [rows, columns] = overItems ? [byItem, byUser] : [byUser, byItem];
  const matrix = new Float64Array(size * size);
  for (const slice of slicesOf(size, workOfRow(rows, columns), workPerStep)) {
    gramRows(rows, columns, ...slice, matrix);
    yield (0.1 * slice[1]) / size;
  }
  for (let row = 0; row < size; row++) matrix[row * size + row] += regularization;
  for (const share of invertPositive(matrix, size)) yield 0.1 + 0.8 * share;
  const open = new Float64Array(byItem.rows);
  const formWork = (item: number) => rowOf(byItem, item).indices.length ** 2;
  for (const [from, to] of slicesOf(open.length, formWork, workPerStep)) {
    for (let item = from; item < to; item++) {
      if (overItems) open[item] = regularization * matrix[item * size + item];
      else open[item] = 1 - quadraticForm(matrix, size, rowOf(byItem, item));
    }
    yield 0.9 + (0.05 * to) / open.length;
  }
  const whole = new Float32Array(size * size);
  for (const [from, to] of slicesOf(size, (row) => row, workPerStep / 10)) {
    for (let row = from; row < to; row++) mirror(matrix.subarray(row * size, row * size + row + 1), row, size, whole);
    yield 0.95 + (0.05 * to) / size;
  }
  return answers(whole, open, byUser, byItem, regularization);
}

const workOfRow = (rows: CsrMatrix, columns: CsrMatrix) => (row: number) => {
  let work = 0;
  for (const column of rowOf(rows, row).indices) work += columns.indptr[column + 1] - columns.indptr[column];
  return work;
};

/** The lower triangle of R Rᵀ, rows from .. to, row-major. */
function gramRows(rows: CsrMatrix, columns: CsrMatrix, from: number, to: number, out: Float64Array): void {
  const size = rows.rows;
  for (let row = from; row < to; row++) {
    const { indices, values } = rowOf(rows, row);
    for (let i = 0; i < indices.length; i++) {
      const end = columns.indptr[indices[i] + 1];
      for (let at = columns.indptr[indices[i]]; at < end && columns.indices[at] <= row; at++) {
        out[row * size + columns.indices[at]] += values[i] * columns.values[at];
      }
    }
  }
}

/** xᵀ K x from the lower triangle of K. */
function quadraticForm(k: Float64Array, size: number, { indices, values }: SparseRow): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] * size;
    let below = 0;
    for (let j = 0; j < i; j++) below += values[j] * k[row + indices[j]];
    sum += values[i] * (2 * below + values[i] * k[row + indices[i]]);
  }
  return sum;
}

/** The same regression again from its parts and X. */
export function itemRegression(
  { inverse, open }: RegressionParts,
  byUser: CsrMatrix,
  byItem: CsrMatrix,
  regularization: number,
): ItemRegression {
  const size = equationsOf(byUser);
  const start = (row: number) => (row * (row + 1)) / 2;
  const whole = new Float32Array(size * size);
  for (let row = 0; row < size; row++) mirror(inverse.subarray(start(row), start(row + 1)), row, size, whole);
  return answers(whole, open, byUser, byItem, regularization);
}

/** A row of the lower triangle to both its places in a symmetric matrix, in 32 bits. */
function mirror(left: Values, row: number, size: number, whole: Float32Array): void {
  whole.set(left, row * size);
  for (let col = 0; col < row; col++) whole[col * size + row] = left[col];
}

function triangleOf(whole: Float32Array, size: number): Float32Array {
  const triangle = new Float32Array((size * (size + 1)) / 2);
  for (let row = 0, at = 0; row < size; at += ++row) triangle.set(whole.subarray(row * size, row * size + row + 1), at);
  return triangle;
}

function answers(
  whole: Float32Array,
  open: Float64Array,
  byUser: CsrMatrix,
  byItem: CsrMatrix,
  regularization: number,
): ItemRegression {
  const size = equationsOf(byUser);
  const overItems = size === byItem.rows;
  return {
    ...(overItems ? throughItems(whole, open, regularization) : throughPeople(whole, open, byUser, byItem)),
    parts: () => ({ inverse: triangleOf(whole, size), open: open.slice() }),
  };
}

type Answers = Omit<ItemRegression, 'parts'>;

function throughItems(p: Float32Array, open: Float64Array, regularization: number): Answers {
  const items = open.length;
  return {
    apply({ indices, values }, out) {
      out.fill(0);
      for (let h = 0; h < indices.length; h++) {
        const row = p.subarray(indices[h] * items, (indices[h] + 1) * items);
        for (let item = 0; item < items; item++) out[item] -= values[h] * row[item];
        out[indices[h]] += values[h] * row[indices[h]];
      }
      for (let item = 0; item < items; item++) out[item] *= regularization / open[item];
    },
    weights: (asked, item) =>
      Float64Array.from(asked, (other) =>
        other === item ? 0 : (-p[item * items + other] * regularization) / open[item],
      ),
    correlations(item, out) {
      for (let other = 0; other < items; other++) {
        out[other] = (-p[item * items + other] * regularization) / Math.sqrt(open[item] * open[other]);
      }
      out[item] = 1;
    },
  };
}

const alone = (item: number): SparseRow => ({ indices: Uint32Array.of(item), values: Float64Array.of(1) });

function throughPeople(k: Float32Array, open: Float64Array, byUser: CsrMatrix, byItem: CsrMatrix): Answers {
  const { rows: people, cols: items } = byUser;

  /** K X h, which is all there is to know of a history. */
  function standing({ indices, values }: SparseRow): Float64Array {
    const shared = new Float64Array(people);
    for (let h = 0; h < indices.length; h++) addRow(byItem, indices[h], values[h], shared);
    const out = new Float64Array(people);
    for (let person = 0; person < people; person++) {
      if (shared[person] === 0) continue;
      const row = k.subarray(person * people, (person + 1) * people);
      for (let other = 0; other < people; other++) out[other] += shared[person] * row[other];
    }
    return out;
  }

  /** x_i · v */
  function along(v: Float64Array, item: number): number {
    let sum = 0;
    for (let at = byItem.indptr[item], end = byItem.indptr[item + 1]; at < end; at++) {
      sum += byItem.values[at] * v[byItem.indices[at]];
    }
    return sum;
  }

  return {
    apply(history, out) {
      const v = standing(history);
      for (let item = 0; item < items; item++) out[item] = along(v, item) / open[item];
      for (let h = 0; h < history.indices.length; h++) {
        const item = history.indices[h];
        out[item] -= (history.values[h] * (1 - open[item])) / open[item];
      }
    },
    weights(asked, item) {
      const v = standing(alone(item));
      return Float64Array.from(asked, (other) => (other === item ? 0 : along(v, other) / open[item]));
    },
    correlations(item, out) {
      const v = standing(alone(item));
      for (let other = 0; other < items; other++) out[other] = along(v, other) / Math.sqrt(open[item] * open[other]);
      out[item] = 1;
    },
  };
}
