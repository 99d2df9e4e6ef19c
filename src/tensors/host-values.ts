import type { Tensor, TensorFlow } from '../core/tensors.ts';

/** What cpu and wasm keep where JavaScript can reach it. Neither backend's package names this in its types. */
interface CpuData {
  readonly data: { get(id: object): { values: Float32Array } };
}
interface WasmHeap {
  typedArrayFromHeap(tensor: Tensor): Float32Array;
}

/** The very numbers of a tensor, to read or to change in place; null where they lie on a device. */
export function hostValues(tf: TensorFlow, tensor: Tensor): Float32Array | null {
  if (tf.getBackend() === 'wasm') return (tf.backend() as unknown as WasmHeap).typedArrayFromHeap(tensor);
  if (tf.getBackend() === 'cpu') return (tf.backend() as unknown as CpuData).data.get(tensor.dataId).values;
  return null;
}

/** Data that is changed in place: what a backend has made of it before is out of date without its knowing. */
export const changedInPlace = new WeakSet<object>();
