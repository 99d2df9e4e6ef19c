import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { TensorBackend, TensorFlow } from '../core/tensors.ts';

/** Kernels outlive the backend they are of: opening it a second time finds them mended already. */
const mended = new Set<string>();

/**
 * Puts what `mend` makes of a backend's kernel in its place; it is handed undefined where the backend has none. What sets a
 * kernel up stays: TensorFlow.js calls it on every opening, and without it a kernel would go on with memory that is gone.
 */
export function mendKernel(
  tf: TensorFlow,
  kernelName: string,
  backendName: TensorBackend,
  mend: (original: KernelFunc | undefined) => KernelFunc,
): void {
  const name = `${kernelName} on ${backendName}`;
  if (mended.has(name)) return;
  mended.add(name);
  const known = tf.getKernel(kernelName, backendName);
  if (known) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...known, kernelName, backendName, kernelFunc: mend(known?.kernelFunc) });
}
