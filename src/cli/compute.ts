import type { Compute } from '../core/compute.ts';
import { createKernels, unlockRelaxed } from '../kernels/load-node.ts';
import { loadTensors } from '../tensors/load-node.ts';
import type { OpenTensors } from '../tensors/open.ts';

/** What a terminal computes with: kernels on one thread, tensors in WebAssembly on first use. Throws BackendError. */
export async function openCompute(): Promise<Compute & { close(): void }> {
  await unlockRelaxed();
  const kernels = await createKernels();
  let tensors: Promise<OpenTensors> | null = null;
  return {
    kernels,
    tensors: () => (tensors ??= loadTensors('wasm')),
    close() {
      kernels.dispose();
      void tensors?.then((open) => open.close());
    },
  };
}
