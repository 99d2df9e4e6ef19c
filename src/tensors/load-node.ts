import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { TensorBackend } from '../core/tensors.ts';
import type { OpenTensors } from './open.ts';

/** Tensors in Node, where there is no graphics device: "wasm" or "cpu". Throws BackendError. */
export async function loadTensors(backend: TensorBackend = 'wasm'): Promise<OpenTensors> {
  // Node gets each package as one bundle, and only that of the whole brings the gradients.
  await import('@tensorflow/tfjs');
  const { openTensors } = await import('./open.ts');
  const home = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  return openTensors(backend, `${dirname(home)}/`);
}
