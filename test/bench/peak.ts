import type { Kernels } from '../../src/core/compute.ts';

const builds = {
  baseline: new URL('../../src/kernels/build/peak-baseline.wasm', import.meta.url),
  relaxed: new URL('../../src/kernels/build/peak-relaxed.wasm', import.meta.url),
};

export interface Peak {
  readonly flops: number;
  run(): void;
}

/** A few milliseconds of multiply-adds on registers alone: what one thread can do at most. */
export async function loadPeak(simd: Kernels['simd']): Promise<Peak> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 32768 });
  const bytes = await (await fetch(builds[simd])).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const multiplyAdd = instance.exports.multiplyAdd as (rounds: number) => number;
  const rounds = 4_000_000;
  return {
    flops: rounds * (instance.exports.flopsPerRound as WebAssembly.Global).value,
    run: () => void multiplyAdd(rounds),
  };
}
