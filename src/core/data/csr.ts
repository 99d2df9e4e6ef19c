/** Values are kept in 32 bits where nothing is lost by it (half stars, counts), else in 64. */
export type Values = Float32Array | Float64Array;

/** Compressed sparse rows. Row r is indptr[r] .. indptr[r + 1]; indices ascend within a row. */
export interface CsrMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Values;
}

/** One row on its own: ascending column indices and their values. */
export interface SparseRow {
  readonly indices: Uint32Array;
  readonly values: Values;
}

export const emptyRow: SparseRow = { indices: new Uint32Array(0), values: new Float32Array(0) };

/** Views into the matrix, not copies: do not post them to another thread. */
export function rowOf(matrix: CsrMatrix, row: number): SparseRow {
  const from = matrix.indptr[row];
  const to = matrix.indptr[row + 1];
  return { indices: matrix.indices.subarray(from, to), values: matrix.values.subarray(from, to) };
}

/** The value at (row, col) by binary search, or `absent`. */
export function valueAt(row: SparseRow, col: number, absent = 0): number {
  const at = indexIn(row.indices, col);
  return at < 0 ? absent : row.values[at];
}

/** Position of `wanted` in an ascending array, or -1. */
export function indexIn(ascending: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else if (ascending[middle] > wanted) high = middle - 1;
    else return middle;
  }
  return -1;
}

/** A copy in 32 bits if every value survives the trip, else in 64. */
export function compactValues(values: ArrayLike<number>): Values {
  for (let i = 0; i < values.length; i++) {
    if (Math.fround(values[i]) !== values[i]) return Float64Array.from(values);
  }
  return Float32Array.from(values);
}

const likeValues = (values: Values, length: number): Values =>
  values instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);

/** What to keep when a (row, col) pair occurs more than once; entries arrive in order, so `last` is the latest. */
export type Merge = 'last' | 'sum';

/** Coordinates to rows, by two stable counting sorts: O(entries + rows + cols). */
export function csrFromCoordinates(
  rows: number,
  cols: number,
  row: Uint32Array,
  col: Uint32Array,
  values: Values,
  merge: Merge,
): CsrMatrix {
  const count = row.length;
  const byCol = stableOrder(col, cols);
  const indptr = new Uint32Array(rows + 1);
  for (let i = 0; i < count; i++) indptr[row[i] + 1]++;
  for (let r = 0; r < rows; r++) indptr[r + 1] += indptr[r];
  const cursor = indptr.slice(0, rows);
  const indices = new Uint32Array(count);
  const sorted = likeValues(values, count);
  for (let i = 0; i < count; i++) {
    const entry = byCol[i];
    const at = cursor[row[entry]]++;
    indices[at] = col[entry];
    sorted[at] = values[entry];
  }
  return mergeDuplicates({ rows, cols, indptr, indices, values: sorted }, merge);
}

/** Rows one below the other. */
export function csrFromRows(rows: readonly SparseRow[], cols: number): CsrMatrix {
  const indptr = new Uint32Array(rows.length + 1);
  rows.forEach(({ indices }, row) => (indptr[row + 1] = indptr[row] + indices.length));
  const indices = new Uint32Array(indptr[rows.length]);
  const values = new Float64Array(indptr[rows.length]);
  rows.forEach((row, at) => {
    indices.set(row.indices, indptr[at]);
    values.set(row.values, indptr[at]);
  });
  return { rows: rows.length, cols, indptr, indices, values };
}

/** Some rows of a matrix, in this order, each as often as it is named. */
export function rowsOf(matrix: CsrMatrix, rows: ArrayLike<number>): CsrMatrix {
  const chosen = Array.from(rows, (row) => rowOf(matrix, row));
  return csrFromRows(chosen, matrix.cols);
}

/** Entry numbers ordered by key, equal keys in their first order. */
export function stableOrder(keys: Uint32Array, bound: number): Uint32Array {
  const start = new Uint32Array(bound + 1);
  for (let i = 0; i < keys.length; i++) start[keys[i] + 1]++;
  for (let k = 0; k < bound; k++) start[k + 1] += start[k];
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) order[start[keys[i]]++] = i;
  return order;
}

function mergeDuplicates(matrix: CsrMatrix, merge: Merge): CsrMatrix {
  const { rows, cols, indptr, indices, values } = matrix;
  const kept = new Uint32Array(rows + 1);
  let at = 0;
  for (let r = 0; r < rows; r++) {
    const rowStart = at;
    for (let i = indptr[r]; i < indptr[r + 1]; i++) {
      if (at > rowStart && indices[at - 1] === indices[i]) {
        values[at - 1] = merge === 'sum' ? values[at - 1] + values[i] : values[i];
      } else {
        indices[at] = indices[i];
        values[at] = values[i];
        at++;
      }
    }
    kept[r + 1] = at;
  }
  if (at === indices.length) return matrix;
  return { rows, cols, indptr: kept, indices: indices.slice(0, at), values: values.slice(0, at) };
}

export function transpose(matrix: CsrMatrix): CsrMatrix {
  const { rows, cols, indptr, indices, values } = matrix;
  const start = new Uint32Array(cols + 1);
  for (let i = 0; i < indices.length; i++) start[indices[i] + 1]++;
  for (let c = 0; c < cols; c++) start[c + 1] += start[c];
  const cursor = start.slice(0, cols);
  const turned = new Uint32Array(indices.length);
  const turnedValues = likeValues(values, indices.length);
  for (let r = 0; r < rows; r++) {
    for (let i = indptr[r]; i < indptr[r + 1]; i++) {
      const at = cursor[indices[i]]++;
      turned[at] = r;
      turnedValues[at] = values[i];
    }
  }
  return { rows: cols, cols: rows, indptr: start, indices: turned, values: turnedValues };
}
