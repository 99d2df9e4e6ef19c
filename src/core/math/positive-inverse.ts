/**
 * The inverse of a symmetric positive definite matrix, in place, by sweeping blocks of rows.
 * J. H. Goodnight, "A tutorial on the SWEEP operator", The American Statistician 33(3), 1979.
 *
 * Sweeping a block K, with D = A_KK⁻¹ and i, j any rows outside of it:
 *   A_ij := A_ij − A_iK D A_Kj        A_iK := A_iK D        A_KK := −D
 * After every row has been in one block, −A⁻¹ stands there. Symmetry stays throughout, so the lower triangle is all that is
 * read and written: size³ / 2 multiplications, nearly all in one product of two tall panels that stay in the cache.
 */
import { LabError } from '../errors.ts';

/** Rows swept together: panels of this width are what a tile of the product runs along. */
const blockSize = 64;
/** Multiplications between two yields: some twenty milliseconds. */
const workPerStep = 2e7;

/**
 * Overwrites the lower triangle of `a`, row-major, size × size, with that of its inverse; what lies above is of no meaning.
 * Yields the share done, from 0 to 1. Throws ParamError where `a` is not positive definite; it is then half overwritten.
 */
export function* invertPositive(a: Float64Array, size: number): Generator<number, void, void> {
  const panel = new Float64Array(size * blockSize);
  const swept = new Float64Array(size * blockSize);
  for (let first = 0; first < size; first += blockSize) {
    const width = Math.min(blockSize, size - first);
    const block = sweptBlock(a, size, first, width);
    takePanel(a, size, first, width, panel);
    swept.fill(0);
    subtractProduct(swept, width, panel, block, width, 0, size, () => width);
    const rowsPerStep = 4 * Math.ceil(workPerStep / (4 * size * width));
    for (let row = 0; row < size; row += rowsPerStep) {
      const to = Math.min(size, row + rowsPerStep);
      subtractProduct(a, size, swept, panel, width, row, to, (lastRow) => lastRow + 1);
      yield (first + (width * row) / size) / size;
    }
    putPanel(a, size, first, width, swept, block);
  }
  for (let row = 0; row < size; row++) {
    for (let at = row * size; at <= row * size + row; at++) a[at] = -a[at];
  }
}

/** −D, whole, by sweeping one row after the other. */
function sweptBlock(a: Float64Array, size: number, first: number, width: number): Float64Array {
  const d = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) d[i * width + j] = d[j * width + i] = a[(first + i) * size + first + j];
  }
  const column = new Float64Array(width);
  for (let k = 0; k < width; k++) {
    const pivot = d[k * width + k];
    if (!(pivot > 0)) {
      throw new LabError(
        'ParamError',
        `Expected a positive definite matrix; row ${first + k} of ${size} says it is not. Raise the regularization.`,
      );
    }
    for (let i = 0; i < width; i++) column[i] = i === k ? 0 : d[i * width + k];
    for (let i = 0; i < width; i++) {
      const scale = column[i] / pivot;
      for (let j = 0; j < width; j++) d[i * width + j] -= scale * column[j];
    }
    for (let i = 0; i < width; i++) d[i * width + k] = d[k * width + i] = column[i] / pivot;
    d[k * width + k] = -1 / pivot;
  }
  return d;
}

/** A_:K of the rows outside, 0 for those of the block itself, which the product then leaves alone. */
function takePanel(a: Float64Array, size: number, first: number, width: number, panel: Float64Array): void {
  for (let k = 0; k < width; k++) {
    const row = (first + k) * size;
    for (let i = 0; i < first; i++) panel[i * width + k] = a[row + i];
  }
  panel.fill(0, first * width, (first + width) * width);
  for (let i = first + width; i < size; i++) {
    for (let k = 0; k < width; k++) panel[i * width + k] = a[i * size + first + k];
  }
}

function putPanel(a: Float64Array, size: number, first: number, width: number, swept: Float64Array, d: Float64Array) {
  for (let k = 0; k < width; k++) {
    const row = (first + k) * size;
    for (let i = 0; i < first; i++) a[row + i] = swept[i * width + k];
    for (let j = 0; j <= k; j++) a[row + first + j] = d[k * width + j];
  }
  for (let i = first + width; i < size; i++) {
    for (let k = 0; k < width; k++) a[i * size + first + k] = swept[i * width + k];
  }
}

/** out_ij −= x_i · y_j for rows from .. to, which start at a multiple of 4, and the first columnsOf(i) columns. */
function subtractProduct(
  out: Float64Array,
  stride: number,
  x: Float64Array,
  y: Float64Array,
  width: number,
  from: number,
  to: number,
  columnsOf: (lastRow: number) => number,
): void {
  for (let i = from; i < to; i += 4) {
    const rows = Math.min(4, to - i);
    const columns = columnsOf(i + rows - 1);
    const tiled = rows === 4 ? columns - (columns % 4) : 0;
    for (let j = 0; j < tiled; j += 4) subtractTile(out, stride, x, y, width, i, j);
    for (let row = i; row < i + rows; row++) {
      for (let j = tiled; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += x[row * width + k] * y[j * width + k];
        out[row * stride + j] -= sum;
      }
    }
  }
}

/** The same for four rows and four columns, whose sums stay in registers. */
function subtractTile(
  a: Float64Array,
  size: number,
  x: Float64Array,
  y: Float64Array,
  width: number,
  i: number,
  j: number,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let p = i * width, q = j * width, end = p + width; p < end; p++, q++) {
    const x0 = x[p];
    const x1 = x[p + width];
    const x2 = x[p + 2 * width];
    const x3 = x[p + 3 * width];
    const y0 = y[q];
    const y1 = y[q + width];
    const y2 = y[q + 2 * width];
    const y3 = y[q + 3 * width];
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  let at = i * size + j;
  a[at] -= s00;
  a[at + 1] -= s01;
  a[at + 2] -= s02;
  a[at + 3] -= s03;
  at += size;
  a[at] -= s10;
  a[at + 1] -= s11;
  a[at + 2] -= s12;
  a[at + 3] -= s13;
  at += size;
  a[at] -= s20;
  a[at + 1] -= s21;
  a[at + 2] -= s22;
  a[at + 3] -= s23;
  at += size;
  a[at] -= s30;
  a[at + 1] -= s31;
  a[at + 2] -= s32;
  a[at + 3] -= s33;
}
