/**
 * TensorFlow.js's wasm backend multiplies ten to twenty times slower where a factor is to be read transposed, as every
 * gradient of a product asks; turning the factor around first costs next to nothing. And it keeps the second factor in a
 * form of its own for as long as that lives, which must not be weights that change in place: these are copied.
 */
import type { KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensors.ts';
import { changedInPlace, hostValues } from './host-values.ts';

const kernelName = 'BatchMatMul';
let original: KernelFunc | null = null;

export function registerMatMul(tf: TensorFlow): void {
  // Opening the backend a second time finds the kernel mended already.
  original ??= tf.getKernel(kernelName, 'wasm').kernelFunc;
  const multiply = original;
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc(call) {
      const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
      const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
      const changes = !transposeB && changedInPlace.has(b.dataId);
      if (!transposeA && !transposeB && !changes) return multiply(call);
      return tf.tidy(() => {
        const inputs = {
          a: transposeA ? turned(tf, a) : a,
          b: transposeB ? turned(tf, b) : changes ? copied(tf, b) : b,
        };
        return multiply({ ...call, inputs, attrs: { ...call.attrs, transposeA: false, transposeB: false } }) as Tensor;
      });
    },
  });
}

/** With its last two dimensions exchanged. What a kernel is handed are tensors, though its type promises less. */
function turned(tf: TensorFlow, matrix: TensorInfo): Tensor {
  const rank = matrix.shape.length;
  const order = Array.from({ length: rank }, (_, axis) => axis);
  [order[rank - 2], order[rank - 1]] = [rank - 1, rank - 2];
  return tf.transpose(matrix as Tensor, order);
}

const copied = (tf: TensorFlow, matrix: TensorInfo): Tensor =>
  tf.tensor(hostValues(tf, matrix as Tensor)!.slice(), matrix.shape);
