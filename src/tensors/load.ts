import wasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { TensorBackend } from '../core/tensors.ts';
import type { OpenTensors } from './open.ts';

/** Tensors in a worker or a page: TensorFlow.js is fetched here, on first use. Throws BackendError. */
export async function loadTensors(backend: TensorBackend): Promise<OpenTensors> {
  const { openTensors } = await import('./open.ts');
  // After the core, whose settings they look up.
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  return openTensors(backend, new URL(wasm, import.meta.url).href);
}
