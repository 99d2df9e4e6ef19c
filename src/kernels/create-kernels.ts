import type { Kernels } from '../core/compute.ts';
import { LabError } from '../core/errors.ts';
import { alsKernel } from './als.ts';
import { KernelMemory } from './memory.ts';
import { neighborsKernel } from './neighbors.ts';
import { Pool } from './pool.ts';
import { rankingKernel } from './ranking.ts';
import { resamplingKernel } from './resampling.ts';
import { sgdKernel } from './sgd.ts';

export interface KernelOptions {
  /** The calling thread included. More than one needs `spawn`, cross-origin isolation and a calling worker. */
  readonly threads?: number;
  /** Starts `workers/kernel.worker.ts`; whoever calls knows its URL. */
  readonly spawn?: () => Worker;
  /** The best the engine accepts unless given. */
  readonly simd?: Kernels['simd'];
}

export interface KernelPool extends Kernels {
  /** Size of the kernels' memory, which grows and never shrinks. */
  readonly bytes: number;
  /** Ends the other threads. Problems still open are lost. */
  dispose(): void;
}

export type BuildName = `${Kernels['simd']}${'' | '-shared'}`;
export type LoadBuild = (name: BuildName) => Promise<BufferSource>;

/** 2 GiB in pages of 64 KiB, and what to ask for where an engine refuses to reserve as much. */
const maximumPages = [32768, 16384, 8192, 4096];

/** Throws BackendError where WebAssembly has no SIMD, or a build is missing. */
export async function assembleKernels(load: LoadBuild, options: KernelOptions): Promise<KernelPool> {
  const threads = canShare() && options.spawn ? Math.max(1, options.threads ?? 1) : 1;
  const { module, simd } = await compile(load, threads > 1, options.simd);
  const raw = reserve(threads > 1);
  const pool = await Pool.start(module, raw, threads, options.spawn ?? null);
  const memory = new KernelMemory(raw);
  return {
    threads: pool.threads,
    simd,
    get bytes() {
      return memory.bytes;
    },
    als: (problem) => alsKernel(memory, pool, problem),
    neighbors: (problem) => neighborsKernel(memory, pool, problem),
    sgd: (problem) => sgdKernel(memory, pool, problem),
    ranking: (problem) => rankingKernel(memory, pool, problem),
    resampling: (problem) => resamplingKernel(memory, pool, problem),
    dispose: () => pool.dispose(),
  };
}

/** Shared memory needs isolation, and only workers may wait for each other. */
function canShare(): boolean {
  return globalThis.crossOriginIsolated === true && 'WorkerGlobalScope' in globalThis;
}

async function compile(load: LoadBuild, shared: boolean, wanted?: Kernels['simd']) {
  for (const simd of wanted ? [wanted] : (['relaxed', 'baseline'] as const)) {
    const bytes = await load(shared ? `${simd}-shared` : simd);
    if (WebAssembly.validate(bytes)) return { module: await WebAssembly.compile(bytes), simd };
  }
  throw new LabError(
    'BackendError',
    'Expected WebAssembly with SIMD; this browser has none. Update it: Chrome and Edge 91, Firefox 89, Safari 16.4 or later will do.',
  );
}

function reserve(shared: boolean): WebAssembly.Memory {
  let cause: unknown;
  for (const maximum of maximumPages) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared });
    } catch (refusal) {
      cause = refusal;
    }
  }
  throw new LabError('BackendError', 'Expected 256 MB of address space for the kernels; got none. Close other tabs.', {
    cause,
  });
}
