import { describe, expect, it } from 'vitest';
import { createKernels } from '../../src/kernels/load-node.ts';
import { KernelMemory } from '../../src/kernels/memory.ts';
import { randomAls, randomNeighbors } from './random-problems.ts';

const MB = 2 ** 20;
const fresh = (maximum = 1024) => new KernelMemory(new WebAssembly.Memory({ initial: 1, maximum }));

describe('the kernels\u2019 memory', () => {
  it('keeps the pieces of all open regions apart', () => {
    const memory = fresh();
    const regions = Array.from({ length: 20 }, (_, i) => memory.layOut({ first: 100 * i + 4, second: 5000 }));
    regions.forEach(({ at }, i) => {
      memory.uint32(at.first, 25 * i + 1).fill(i);
      memory.uint32(at.second, 1250).fill(1000 + i);
    });
    regions.forEach(({ at }, i) => {
      expect(new Set(memory.uint32(at.first, 25 * i + 1))).toEqual(new Set([i]));
      expect(new Set(memory.uint32(at.second, 1250))).toEqual(new Set([1000 + i]));
    });
  });

  it('uses released room again, merged, in whatever order it was released', () => {
    const memory = fresh();
    const regions = Array.from({ length: 8 }, () => memory.layOut({ piece: MB }));
    const grown = memory.bytes;
    for (const i of [3, 0, 7, 1, 5, 2, 6, 4]) regions[i].release();
    memory.layOut({ whole: 8 * MB });
    expect(memory.bytes).toBe(grown);
  });

  it('may be released twice', () => {
    const memory = fresh();
    const region = memory.layOut({ piece: MB });
    region.release();
    region.release();
    const [a, b] = [memory.layOut({ piece: MB }), memory.layOut({ piece: MB })];
    expect(a.at.piece).not.toBe(b.at.piece);
  });

  it('says what it wanted when it cannot grow, and goes on', () => {
    const memory = fresh(64);
    expect(() => memory.layOut({ piece: 100 * MB })).toThrow(/Expected 101 MB of memory.*Choose fewer factors/);
    expect(memory.layOut({ piece: MB }).at.piece).toBeGreaterThan(0);
  });

  it('is not used up by many problems, one after another', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 32768 });
    const original = WebAssembly.Memory;
    // The pool makes its own memory; here it is handed one that can be measured.
    WebAssembly.Memory = function () {
      return memory;
    } as unknown as typeof WebAssembly.Memory;
    const kernels = await createKernels().finally(() => (WebAssembly.Memory = original));
    const run = (seed: number) => {
      const als = kernels.als(randomAls({ rows: 300, cols: 200, cells: 4000, seed }, 32));
      als.begin('users');
      als.solve(0, 300);
      const near = kernels.neighbors(randomNeighbors({ rows: 300, cols: 200, cells: 4000, seed }));
      near.compute(0, 300);
      als.dispose();
      near.dispose();
    };
    run(0);
    const grown = memory.buffer.byteLength;
    for (let seed = 1; seed < 40; seed++) run(seed);
    expect(memory.buffer.byteLength).toBe(grown);
  });
});
