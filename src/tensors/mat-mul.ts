/** What backends of TensorFlow.js do badly or wrongly when they multiply matrices. */
import type { KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensors.ts';
import { changedInPlace, hostValues } from './host-values.ts';
import { mendKernel } from './mend-kernel.ts';

interface Factors {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}
interface Reading {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export function registerMatMul(tf: TensorFlow, backendName: 'wasm' | 'webgl'): void {
  const mend = backendName === 'wasm' ? turning : evening;
  mendKernel(tf, 'BatchMatMul', backendName, (original) => mend(tf, original!));
}

/**
 * wasm is ten to twenty times slower where a factor is to be read transposed, as every gradient of a product asks; turning
 * the factor around first costs next to nothing. And it keeps the second factor in a form of its own for as long as that
 * lives, which must not be weights that change in place: these are copied.
 */
function turning(tf: TensorFlow, multiply: KernelFunc): KernelFunc {
  return (call) => {
    const { a, b } = call.inputs as unknown as Factors;
    const { transposeA, transposeB } = call.attrs as unknown as Reading;
    const changes = !transposeB && changedInPlace.has(b.dataId);
    if (!transposeA && !transposeB && !changes) return multiply(call);
    return tf.tidy(() => {
      const inputs = {
        a: transposeA ? turned(tf, a) : a,
        b: transposeB ? turned(tf, b) : changes ? copied(tf, b) : b,
      };
      return multiply({ ...call, inputs, attrs: { ...call.attrs, transposeA: false, transposeB: false } }) as Tensor;
    });
  };
}

/**
 * WebGL keeps squares of two by two numbers. Where the dimension that a product sums over is odd, it sums what fills up the
 * last squares as well: whatever earlier operations made of it, which 1 added to a table makes 1, and a logarithm NaN.
 * With a row or column of zeros the dimension is even, and nothing is left to fill up.
 */
function evening(tf: TensorFlow, multiply: KernelFunc): KernelFunc {
  return (call) => {
    const { a, b } = call.inputs as unknown as Factors;
    const { transposeA, transposeB } = call.attrs as unknown as Reading;
    const [summedA, summedB] = [a.shape.length - (transposeA ? 2 : 1), b.shape.length - (transposeB ? 1 : 2)];
    if (a.shape[summedA] % 2 === 0) return multiply(call);
    return tf.tidy(() => {
      const inputs = { a: lengthened(tf, a, summedA), b: lengthened(tf, b, summedB) };
      return multiply({ ...call, inputs }) as Tensor;
    });
  };
}

// What a kernel is handed are tensors, though its type promises less.

/** With its last two dimensions exchanged. */
function turned(tf: TensorFlow, matrix: TensorInfo): Tensor {
  const rank = matrix.shape.length;
  const order = Array.from({ length: rank }, (_, axis) => axis);
  [order[rank - 2], order[rank - 1]] = [rank - 1, rank - 2];
  return tf.transpose(matrix as Tensor, order);
}

const copied = (tf: TensorFlow, matrix: TensorInfo): Tensor =>
  tf.tensor(hostValues(tf, matrix as Tensor)!.slice(), matrix.shape);

/** By one zero along a dimension. */
const lengthened = (tf: TensorFlow, matrix: TensorInfo, along: number): Tensor =>
  tf.pad(
    matrix as Tensor,
    matrix.shape.map((_, axis): [number, number] => [0, axis === along ? 1 : 0]),
  );
