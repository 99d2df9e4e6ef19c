/**
 * The gradient of looking up rows of a table sums what arrives for each row. TensorFlow.js scans all of it once per row
 * of the table, on wasm it has no such kernel at all; here it is one pass, and on WebGL one matrix product.
 */
import type { KernelBackend, KernelFunc, Tensor1D, Tensor2D, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensors.ts';
import { mendKernel } from './mend-kernel.ts';

interface CpuOutput extends KernelBackend {
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array): TensorInfo;
}
interface WasmOutput extends KernelBackend {
  makeOutput(shape: number[], dtype: string, offset: null, values: Float32Array): TensorInfo;
}

/** One-hot matrices up to this many cells are multiplied; larger ones are left to the backend's own kernel. */
const largestOneHot = 16_000_000;

export function registerSegmentSum(tf: TensorFlow, backendName: 'cpu' | 'wasm' | 'webgl'): void {
  mendKernel(tf, 'UnsortedSegmentSum', backendName, (original) =>
    backendName === 'webgl' ? byProduct(tf, original!) : onHost(tf),
  );
}

function onHost(tf: TensorFlow): KernelFunc {
  return ({ inputs, attrs, backend: given }) => {
    const backend = given as CpuOutput | WasmOutput;
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const segments = (attrs as { numSegments: number }).numSegments;
    const [rows, ...rest] = x.shape;
    const width = tf.util.sizeFromShape(rest);
    const from = backend.readSync(x.dataId) as Float32Array;
    const ids = backend.readSync(segmentIds.dataId) as Int32Array;
    const sums = new Float32Array(segments * width);
    for (let row = 0; row < rows; row++) {
      if (ids[row] < 0) continue;
      const to = ids[row] * width;
      for (let c = 0; c < width; c++) sums[to + c] += from[row * width + c];
    }
    const shape = [segments, ...rest];
    return 'makeTensorInfo' in backend
      ? backend.makeTensorInfo(shape, 'float32', sums)
      : backend.makeOutput(shape, 'float32', null, sums);
  };
}

function byProduct(tf: TensorFlow, otherwise: KernelFunc): KernelFunc {
  return (call) => {
    const { x, segmentIds } = call.inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const segments = (call.attrs as { numSegments: number }).numSegments;
    const [rows, ...rest] = x.shape;
    if (rows * segments > largestOneHot) return otherwise(call);
    return tf.tidy(() => {
      // What a kernel is handed are tensors, though its type promises less.
      const flat = tf.reshape(x as Tensor2D, [rows, -1]);
      const picks = tf.oneHot(segmentIds as Tensor1D, segments) as Tensor2D;
      return tf.reshape(tf.matMul(picks, flat, true), [segments, ...rest]);
    });
  };
}
