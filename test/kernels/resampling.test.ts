import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/core/compute.ts';
import { bootstrap } from '../../src/core/math/bootstrap.ts';
import { plainResampling } from '../../src/core/math/resampling.ts';
import { xorshift } from '../../src/core/math/xorshift.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load-node.ts';
import { endOf } from '../fixtures/generator.ts';
import { availableBuilds } from './builds.ts';

const seed = Uint32Array.of(7, 11, 13, 17);

function randomColumns(people: number, count: number): Float64Array[] {
  const rng = createRng(people + count);
  return Array.from({ length: count }, () => Float64Array.from({ length: people }, () => rng.normal()));
}

/** All sums over three times as many resamples as are held, but the last three. */
function sumsOf(resampling: Kernels['resampling'], columns: Float64Array[], held: number): number[][] {
  const kernel = resampling({ columns, seed, held });
  const found = columns.map((): number[] => []);
  for (const own of [held, held, held - 3]) {
    kernel.draw(0, 2);
    kernel.draw(2, own);
    for (let from = 0; from < columns.length; from += 4) {
      kernel.sums(from, Math.min(columns.length, from + 4)).forEach((sums, c) => found[from + c].push(...sums));
    }
  }
  kernel.dispose();
  return found;
}

describe.each(availableBuilds)('sums over people drawn again and again, %s build', (simd) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels({ simd });
  });

  it.each([
    [1, 1],
    [15, 2],
    [16, 3],
    [17, 9],
    [1000, 6],
  ])('of %i people in %i columns are the plain ones to the bit', (people, count) => {
    const columns = randomColumns(people, count);
    expect(sumsOf(kernels.resampling, columns, 40)).toEqual(sumsOf(plainResampling, columns, 40));
  });

  it('count everyone as often as the stream of chance names them', () => {
    // Of ten people some are drawn four times and more, which the codes cannot hold.
    const oneHot = Array.from({ length: 10 }, (_, person) =>
      Float64Array.from({ length: 10 }, (_, i) => +(i === person)),
    );
    const found = sumsOf(kernels.resampling, oneHot, 50);
    const { below } = xorshift(seed);
    let most = 0;
    for (let r = 0; r < 147; r++) {
      const counts = new Array<number>(10).fill(0);
      for (let draw = 0; draw < 10; draw++) counts[below(10)]++;
      expect(found.map((column) => column[r])).toEqual(counts);
      most = Math.max(most, ...counts);
    }
    expect(most).toBeGreaterThan(3);
  });

  it('give intervals that do not depend on who adds', () => {
    const samples = randomColumns(300, 5).map((values) => ({ values, weights: null, order: 1 as const }));
    const plain = endOf(bootstrap(samples, createRng(1), { resamples: 900 }));
    expect(endOf(bootstrap(samples, createRng(1), { resamples: 900, kernels }))).toEqual(plain);
  });
});
