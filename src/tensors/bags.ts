import type { CsrMatrix } from '../core/data/csr.ts';
import type { Tensor2D, TensorFlow } from '../core/tensors.ts';
import { hostValues } from './host-values.ts';

/**
 * Weighted sums of rows of a table, as Tensors.bags states. Where numbers lie within JavaScript's reach only the cells that
 * are there are visited; on a device a product with the filled-in weights is quicker than gathering.
 */
export function bags(tf: TensorFlow, table: Tensor2D, weights: CsrMatrix): Tensor2D {
  return hostValues(tf, table) ? byCells(tf, table, weights) : byProduct(tf, table, weights);
}

function byCells(tf: TensorFlow, table: Tensor2D, weights: CsrMatrix): Tensor2D {
  const [rows, width] = table.shape;
  const sum = tf.customGrad((input) => {
    const value = tf.tensor2d(gather(hostValues(tf, input as Tensor2D)!, width, weights), [weights.rows, width]);
    const gradFunc = (slope: Tensor2D) =>
      tf.tensor2d(scatter(hostValues(tf, slope)!, rows, width, weights), [rows, width]);
    return { value, gradFunc };
  });
  return sum(table) as Tensor2D;
}

function gather(table: Float32Array, width: number, { rows, indptr, indices, values }: CsrMatrix): Float32Array {
  const out = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const to = row * width;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      const from = indices[i] * width;
      const weight = values[i];
      for (let c = 0; c < width; c++) out[to + c] += weight * table[from + c];
    }
  }
  return out;
}

function scatter(slope: Float32Array, tableRows: number, width: number, weights: CsrMatrix): Float32Array {
  const { rows, indptr, indices, values } = weights;
  const out = new Float32Array(tableRows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      const to = indices[i] * width;
      const weight = values[i];
      for (let c = 0; c < width; c++) out[to + c] += weight * slope[from + c];
    }
  }
  return out;
}

function byProduct(tf: TensorFlow, table: Tensor2D, { rows, cols, indptr, indices, values }: CsrMatrix): Tensor2D {
  const dense = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) dense[row * cols + indices[i]] = values[i];
  }
  return tf.tidy(() => tf.matMul(tf.tensor2d(dense, [rows, cols]), table));
}
