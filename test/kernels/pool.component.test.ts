import { describe, expect, it } from 'vitest';
import { createKernels } from '../../src/kernels/load.ts';
import { plainKernels } from './plain-kernels.ts';
import type { Answer, Question } from './pool.worker.ts';
import { randomAls } from './random-problems.ts';

/** Asks a fresh worker, which is where kernels live: a page must not wait for threads. */
function ask(question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pool.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message || 'The worker did not start.'));
    worker.postMessage(question);
  });
}

const results = ({ losses, userFactors, itemFactors, ranked, neighbors }: Answer) => ({
  losses,
  userFactors,
  itemFactors,
  ranked,
  neighbors,
});

describe('the pool of threads', () => {
  it('has what it needs here: an isolated page', () => {
    expect(crossOriginIsolated).toBe(true);
  });

  it.each(['relaxed', 'baseline'] as const)('gives bit for bit what one thread gives (%s)', async (simd) => {
    const one = await ask({ threads: 1, simd });
    expect(one).toMatchObject({ threads: 1, simd });
    for (const threads of [2, 3]) {
      const many = await ask({ threads, simd });
      expect(many).toMatchObject({ threads, simd });
      expect(results(many)).toEqual(results(one));
    }
    expect(one.losses.at(-1)).toBeLessThan(one.losses[1]);
    expect(one.neighbors[0].indices.length).toBeGreaterThan(50_000);
  });

  it('agrees between builds to what 32 bits leave', async () => {
    const [relaxed, baseline] = await Promise.all([
      ask({ threads: 1, simd: 'relaxed' }),
      ask({ threads: 1, simd: 'baseline' }),
    ]);
    relaxed.losses.forEach((loss, i) => expect(loss / baseline.losses[i]).toBeCloseTo(1, 3));
    expect(relaxed.neighbors).toEqual(baseline.neighbors);
  });

  it('works on one thread where the others do not start', async () => {
    const alone = await ask({ threads: 2, broken: true });
    expect(alone.threads).toBe(1);
    expect(alone.losses.at(-1)).toBeLessThan(alone.losses[1]);
  });

  it('runs on one thread in the page itself, and starts no other', async () => {
    const kernels = await createKernels({ threads: 2, spawn: () => expect.fail('A page may not wait for a thread.') });
    expect(kernels.threads).toBe(1);
    const problem = randomAls({ rows: 41, cols: 30, cells: 400, seed: 1 }, 8);
    const [actual, expected] = [kernels, plainKernels].map(({ als }) => {
      const kernel = als(problem);
      kernel.begin('users');
      kernel.solve(0, 41);
      return kernel.loss();
    });
    expect(actual / expected).toBeCloseTo(1, 5);
  });
});
