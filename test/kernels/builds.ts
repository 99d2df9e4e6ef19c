import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from '../../src/core/compute.ts';

const runs = (simd: Kernels['simd']) =>
  WebAssembly.validate(readFileSync(new URL(`../../src/kernels/build/${simd}.wasm`, import.meta.url)));

// Node 20 has relaxed SIMD, but hides it behind a flag.
if (!runs('relaxed')) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** The builds this Node can run. */
export const availableBuilds = (['baseline', 'relaxed'] as const).filter(runs);
