import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { LabError } from '../core/errors.ts';
import { assembleKernels, type BuildName, type KernelOptions, type KernelPool } from './create-kernels.ts';

/** The kernels in Node, on one thread. Throws BackendError. */
export const createKernels = (options: KernelOptions = {}): Promise<KernelPool> => assembleKernels(read, options);

/**
 * Node 20 hides relaxed SIMD behind a flag. With it, kernels made from now on are the build a browser runs on this machine,
 * and round as it does.
 */
export async function unlockRelaxed(): Promise<void> {
  if (!WebAssembly.validate(await read('relaxed'))) setFlagsFromString('--experimental-wasm-relaxed-simd');
}

async function read(name: BuildName): Promise<BufferSource> {
  try {
    return new Uint8Array(await readFile(new URL(`./build/${name}.wasm`, import.meta.url)));
  } catch (cause) {
    throw new LabError(
      'BackendError',
      `Expected src/kernels/build/${name}.wasm; it is not there. Run "npm run kernels".`,
      {
        cause,
      },
    );
  }
}
