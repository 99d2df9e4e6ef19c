import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels, SgdProblem } from '../../src/core/compute.ts';
import { mean } from '../../src/core/math/statistics.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load-node.ts';
import { availableBuilds } from './builds.ts';
import { plainSgd } from './plain-sgd.ts';
import { randomMatrix, type Shape } from './random-problems.ts';

const shape: Shape = { rows: 41, cols: 30, cells: 400, seed: 7 };

function randomSgd(factors: number, more: Partial<SgdProblem> = {}): SgdProblem {
  const ratings = randomMatrix(shape);
  const rng = createRng(factors);
  const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => 0.3 * rng.normal());
  return {
    ...{ ratings, mean: mean(ratings.values), factors, learningRate: 0.02, regularization: 0.05 },
    userFactors: start(ratings.rows),
    itemFactors: start(ratings.cols),
    ...more,
  };
}

/** Everyone, last first, that many times. */
function fit(sgd: Kernels['sgd'], problem: SgdProblem, epochs: number) {
  const kernel = sgd(problem);
  const everyone = Uint32Array.from({ length: problem.ratings.rows }, (_, user) => problem.ratings.rows - 1 - user);
  const squares = Array.from({ length: epochs }, () => kernel.visit(everyone));
  const found = {
    users: kernel.userFactors(),
    items: kernel.itemFactors(),
    userBiases: kernel.userBiases(),
    itemBiases: kernel.itemBiases(),
  };
  kernel.dispose();
  return { squares, found };
}

describe.each(availableBuilds)('gradient steps on ratings, %s build', (simd) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels({ simd });
  });

  it.each([1, 3, 4, 5, 8, 12, 64, 100])('with %i factors follow the plain formulas', (factors) => {
    const problem = randomSgd(factors);
    const expected = fit(plainSgd, problem, 3);
    const actual = fit(kernels.sgd, problem, 3);
    for (const name of ['users', 'items', 'userBiases', 'itemBiases'] as const) {
      actual.found[name].forEach((value, i) => expect(Math.abs(value - expected.found[name][i])).toBeLessThan(1e-4));
    }
    actual.squares.forEach((sum, epoch) => expect(sum / expected.squares[epoch]).toBeCloseTo(1, 4));
    expect(actual.squares[2]).toBeLessThan(actual.squares[0]);
  });

  it('are the same however the visits are cut', () => {
    const problem = randomSgd(10);
    const kernel = kernels.sgd(problem);
    for (let user = 40; user >= 0; user--) kernel.visit(Uint32Array.of(user));
    const { found } = fit(kernels.sgd, problem, 1);
    expect(kernel.userFactors()).toEqual(found.users);
    expect(kernel.itemFactors()).toEqual(found.items);
    expect(kernel.itemBiases()).toEqual(found.itemBiases);
    kernel.dispose();
  });

  it('change nobody who is not visited', () => {
    const problem = randomSgd(5);
    const kernel = kernels.sgd(problem);
    expect(kernel.visit(new Uint32Array(0))).toBe(0);
    expect(kernel.itemFactors()).toEqual(problem.itemFactors);
    kernel.visit(Uint32Array.of(3));
    expect(kernel.userFactors().slice(0, 15)).toEqual(problem.userFactors.slice(0, 15));
    expect(kernel.userFactors().slice(15, 20)).not.toEqual(problem.userFactors.slice(15, 20));
    kernel.dispose();
  });

  it('refuse factors of the wrong length', () => {
    expect(() => kernels.sgd(randomSgd(5, { itemFactors: new Float32Array(3) }))).toThrow(
      'Expected itemFactors to hold 30 × 5 numbers; got 3.',
    );
  });
});
