import { LabError } from '../core/errors.ts';
import { assembleKernels, type BuildName, type KernelOptions, type KernelPool } from './create-kernels.ts';

/** Written out, so that the bundler finds and names each file. */
const builds: Readonly<Record<BuildName, URL>> = {
  baseline: new URL('./build/baseline.wasm', import.meta.url),
  'baseline-shared': new URL('./build/baseline-shared.wasm', import.meta.url),
  relaxed: new URL('./build/relaxed.wasm', import.meta.url),
  'relaxed-shared': new URL('./build/relaxed-shared.wasm', import.meta.url),
};

/** The kernels in a page or a worker. Throws BackendError. */
export const createKernels = (options: KernelOptions = {}): Promise<KernelPool> => assembleKernels(download, options);

async function download(name: BuildName): Promise<ArrayBuffer> {
  try {
    const response = await fetch(builds[name]);
    if (response.ok) return await response.arrayBuffer();
    throw new Error(`The server answered ${response.status}.`);
  } catch (cause) {
    throw new LabError(
      'BackendError',
      `Expected the compute kernels at ${builds[name]}; they did not arrive. Check the connection and reload.`,
      { cause },
    );
  }
}
