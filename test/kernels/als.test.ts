import { beforeAll, describe, expect, it } from 'vitest';
import type { AlsProblem, Kernels } from '../../src/core/compute.ts';
import { csrFromCoordinates, transpose } from '../../src/core/data/csr.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load-node.ts';
import { describeShared, readShared } from '../shared.ts';
import { availableBuilds } from './builds.ts';
import { plainKernels } from './plain-kernels.ts';
import { randomAls } from './random-problems.ts';

/** Both sides, users first, that many times. */
function fit(kernels: Kernels, problem: AlsProblem, sweeps: number) {
  const als = kernels.als(problem);
  const losses = [als.loss()];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    als.begin('users');
    als.solve(0, problem.byUser.rows);
    als.begin('items');
    als.solve(0, problem.byItem.rows);
    losses.push(als.loss());
  }
  const result = { losses, users: als.userFactors(), items: als.itemFactors() };
  als.dispose();
  return result;
}

/** Largest difference over largest value: what 32-bit arithmetic leaves. */
function distance(actual: Float32Array, expected: Float32Array): number {
  let [difference, size] = [0, 1e-6];
  expected.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(actual[i] - value));
    size = Math.max(size, Math.abs(value));
  });
  return difference / size;
}

describe.each(availableBuilds)('ALS, %s build', (simd) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels({ simd });
  });

  it.each([1, 3, 4, 5, 8, 12, 64, 100])('with %i factors follows the plain formulas', (factors) => {
    const problem = randomAls({ rows: 41, cols: 30, cells: 400, seed: factors }, factors);
    const expected = fit(plainKernels, problem, 2);
    const actual = fit(kernels, problem, 2);
    expect(distance(actual.users, expected.users)).toBeLessThan(2e-3);
    expect(distance(actual.items, expected.items)).toBeLessThan(2e-3);
    actual.losses.forEach((loss, i) => expect(loss / expected.losses[i]).toBeCloseTo(1, 4));
  });

  it.each([0, 1, 2, 7])('takes %i steps per row', (steps) => {
    const problem = randomAls({ rows: 20, cols: 17, cells: 120, seed: 5 }, 6, { steps });
    const expected = fit(plainKernels, problem, 1);
    expect(distance(fit(kernels, problem, 1).users, expected.users)).toBeLessThan(1e-3);
  });

  it('gives a row without cells the zero vector', () => {
    const { users, items } = fit(kernels, randomAls({ rows: 20, cols: 17, cells: 120, seed: 9 }, 6), 1);
    expect(users.slice(-6)).toEqual(new Float32Array(6));
    expect(items.slice(-6)).toEqual(new Float32Array(6));
    expect(users.slice(0, 6)).not.toEqual(new Float32Array(6));
  });

  it.each([
    ['than the panel of gathered rows', 6000, 64],
    ['than any cache', 540_000, 16],
  ])('solves rows longer %s', (_, users, factors) => {
    const rng = createRng(2);
    const draw = (length: number) => Float32Array.from({ length }, () => rng.next() - 0.5);
    const everyone = {
      indptr: Uint32Array.of(0, users),
      indices: Uint32Array.from({ length: users }, (_, user) => user),
    };
    const byItem = { rows: 1, cols: users, ...everyone, values: draw(users).map((value) => 3 + value) };
    const problem: AlsProblem = {
      byUser: transpose(byItem),
      byItem,
      factors,
      regularization: 0.5,
      steps: 2,
      userFactors: draw(users * factors),
      itemFactors: draw(factors),
    };
    const [actual, expected] = [kernels, plainKernels].map((each) => {
      const als = each.als(problem);
      als.begin('items');
      als.solve(0, 1);
      const items = als.itemFactors();
      als.dispose();
      return items;
    });
    expect(distance(actual, expected)).toBeLessThan(2e-3);
  });

  describe('with many long rows among short ones', () => {
    // At 64 factors a row is long beyond 4096 cells, and 64 of them are solved together.
    const [users, items, factors] = [5000, 110, 64];
    const rng = createRng(6);
    const draw = (length: number) => Float32Array.from({ length }, () => rng.next() - 0.5);
    const isCell = (item: number, user: number) => (item % 3 === 0 ? user % 97 === item % 97 : user % 13 !== item % 13);
    const coordinates = Array.from({ length: items }, (_, item) =>
      Array.from({ length: users }, (_, user) => user).filter((user) => isCell(item, user)),
    );
    const cells = coordinates.flat().length;
    const byItem = csrFromCoordinates(
      ...([items, users] as const),
      Uint32Array.from(coordinates.flatMap((own, item) => own.map(() => item))),
      Uint32Array.from(coordinates.flat()),
      draw(cells).map((value) => 3 + value),
      'last',
    );
    const problem: AlsProblem = {
      ...{ byUser: transpose(byItem), byItem, factors, regularization: 0.5, steps: 3 },
      ...{ userFactors: draw(users * factors), itemFactors: draw(items * factors) },
    };
    const solved = (each: Kernels, cut: number) => {
      const als = each.als(problem);
      als.begin('items');
      for (let from = 0; from < items; from += cut) als.solve(from, Math.min(items, from + cut));
      const result = als.itemFactors();
      als.dispose();
      return result;
    };

    it('follows the plain formulas', () => {
      expect(distance(solved(kernels, items), solved(plainKernels, items))).toBeLessThan(2e-3);
    });

    it('gives the same numbers whichever are solved together', () => {
      const whole = solved(kernels, items);
      for (const cut of [1, 7, 50]) expect(solved(kernels, cut)).toEqual(whole);
    });
  });

  it('gives the same numbers however the rows are cut', () => {
    const problem = randomAls({ rows: 203, cols: 97, cells: 3000, seed: 3 }, 10);
    const whole = fit(kernels, problem, 1);
    const als = kernels.als(problem);
    for (const [side, rows] of [
      ['users', 203],
      ['items', 97],
    ] as const) {
      als.begin(side);
      for (let from = 0; from < rows; from += 7) als.solve(from, Math.min(rows, from + 7));
    }
    expect(als.userFactors()).toEqual(whole.users);
    expect(als.itemFactors()).toEqual(whole.items);
    als.dispose();
  });

  it('hardly ever lets the loss rise', () => {
    const { losses } = fit(kernels, randomAls({ rows: 150, cols: 80, cells: 3000, seed: 4 }, 16), 12);
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1] * 1.0001);
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[1]);
  });

  it('returns what it was given before anything is solved', () => {
    const problem = randomAls({ rows: 9, cols: 8, cells: 30, seed: 6 }, 5);
    const als = kernels.als(problem);
    expect(als.userFactors()).toEqual(problem.userFactors);
    expect(als.itemFactors()).toEqual(problem.itemFactors);
    als.dispose();
  });

  it('refuses factors of the wrong length', () => {
    const problem = randomAls({ rows: 9, cols: 8, cells: 30, seed: 6 }, 5);
    expect(() => kernels.als({ ...problem, itemFactors: new Float32Array(3) })).toThrow(
      'Expected itemFactors to hold 8 × 5 numbers; got 3.',
    );
  });

  it('refuses to solve before a side is begun', () => {
    const als = kernels.als(randomAls({ rows: 9, cols: 8, cells: 30, seed: 6 }, 5));
    expect(() => als.solve(0, 1)).toThrow('Call it first');
    als.dispose();
  });
});

describeShared('ALS against the reference', ['oracle/als-expected.json'], () => {
  it.each(availableBuilds)('takes the same one, two and three steps from zero (%s)', async (simd) => {
    const kernels = await createKernels({ simd });
    const { conjugateGradient, holdOut, ratings, shape, factors, alpha, regularization, initialItemFactors } =
      readShared('oracle/als-expected.json');
    const [users, items] = shape;
    const training = new Set<number>(holdOut.train[conjugateGradient.user]);
    const own = ratings.filter(
      ([user, item]: number[]) => user === conjugateGradient.user && training.has(item),
    ) as number[][];
    const byUser = csrFromCoordinates(
      users,
      items,
      Uint32Array.from(own, ([user]) => user),
      Uint32Array.from(own, ([, item]) => item),
      Float32Array.from(own, ([, , stars]) => alpha * stars),
      'last',
    );
    conjugateGradient.afterSteps.forEach((expected: number[], i: number) => {
      const als = kernels.als({
        byUser,
        byItem: transpose(byUser),
        factors,
        regularization,
        steps: i + 1,
        userFactors: new Float32Array(users * factors),
        itemFactors: Float32Array.from(initialItemFactors.flat()),
      });
      als.begin('users');
      als.solve(0, users);
      const at = conjugateGradient.user * factors;
      const actual = als.userFactors().slice(at, at + factors);
      actual.forEach((value, f) => expect(value / expected[f]).toBeCloseTo(1, 4));
      als.dispose();
    });
  });

  it.each(availableBuilds)('comes to the losses of exact solves, given steps enough (%s)', async (simd) => {
    const kernels = await createKernels({ simd });
    const { library, ratings, shape, factors, alpha, regularization, initialItemFactors } =
      readShared('oracle/als-expected.json');
    const column = (of: (rating: number[]) => number) => Uint32Array.from(ratings, of);
    const byUser = csrFromCoordinates(
      shape[0],
      shape[1],
      column(([user]) => user),
      column(([, item]) => item),
      Float32Array.from(ratings, ([, , stars]: number[]) => alpha * stars),
      'last',
    );
    const { losses } = fit(
      kernels,
      {
        byUser,
        byItem: transpose(byUser),
        factors,
        regularization,
        steps: 2 * factors,
        userFactors: new Float32Array(shape[0] * factors),
        itemFactors: Float32Array.from(initialItemFactors.flat()),
      },
      library.loss.length,
    );
    library.loss.forEach((expected: number, i: number) => expect(losses[i + 1] / expected).toBeCloseTo(1, 3));
  });
});
