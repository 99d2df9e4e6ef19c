import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels, RankingKernel, RankingProblem } from '../../src/core/compute.ts';
import type { CsrMatrix } from '../../src/core/data/csr.ts';
import { csrFromCoordinates } from '../../src/core/data/csr.ts';
import { groupsFor } from '../../src/core/math/exact-ranking.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load-node.ts';
import { availableBuilds } from './builds.ts';
import { plainKernels } from './plain-kernels.ts';
import { randomMatrix } from './random-problems.ts';

const [users, items] = [25, 40];

/** One feature for each row, of weight 1. */
const identity = (rows: number): CsrMatrix => ({
  rows,
  cols: rows,
  indptr: Uint32Array.from({ length: rows + 1 }, (_, row) => row),
  indices: Uint32Array.from({ length: rows }, (_, row) => row),
  values: new Float32Array(rows).fill(1),
});

/** A feature of its own and two of five shared ones, with weights of a third; one row has none at all. */
function described(rows: number): CsrMatrix {
  const cells = Array.from({ length: rows - 1 }, (_, row) => [
    [row, row],
    [row, rows + (row % 5)],
    [row, rows + ((row + 1 + (row % 3)) % 5)],
  ]).flat();
  const column = (at: 0 | 1) => Uint32Array.from(cells, (cell) => cell[at]);
  return csrFromCoordinates(rows, rows + 5, column(0), column(1), new Float32Array(cells.length).fill(1 / 3), 'last');
}

function problemOf(more: Partial<RankingProblem> = {}): RankingProblem {
  const { factors = 10, userFeatures = identity(users), itemFeatures = identity(items) } = more;
  const cells = more.cells ?? randomMatrix({ rows: users, cols: items, cells: 260, seed: factors });
  const rng = createRng(factors);
  const start = ({ cols }: CsrMatrix) =>
    Float32Array.from({ length: cols * (factors + 1) }, () => (rng.next() - 0.5) / 2);
  return {
    ...{ cells, userFeatures, itemFeatures, factors },
    userEmbeddings: start(userFeatures),
    itemEmbeddings: start(itemFeatures),
    loss: 'warp',
    negatives: 'uniform',
    maxDraws: 10,
    drawn: 4,
    position: 2,
    negativesPerPositive: 0,
    step: 'adagrad',
    learningRate: 0.05,
    regularization: 0,
    biases: true,
    seed: Uint32Array.of(1, 2, 3, 4),
    ...more,
  };
}

function fit(kernels: Kernels, problem: RankingProblem, epochs = 1, cut = Infinity) {
  const kernel: RankingKernel = kernels.ranking(problem);
  const steps = problem.cells.indices.length;
  const losses = Array.from({ length: epochs }, () => {
    let sum = 0;
    for (let from = 0; from < steps; from += cut) sum += kernel.train(from, Math.min(steps, from + cut));
    return sum;
  });
  const result = { losses, users: kernel.userEmbeddings(), items: kernel.itemEmbeddings() };
  kernel.dispose();
  return result;
}

/** The plain steps, which are slow, once for all builds. */
const known = new Map<string, ReturnType<typeof fit>>();
function byFormula(problem: RankingProblem, epochs: number): ReturnType<typeof fit> {
  const key = `${problem.loss} ${problem.negatives}`;
  const answer = known.get(key) ?? fit(plainKernels, problem, epochs);
  known.set(key, answer);
  return answer;
}

const furthest = (actual: Float32Array, expected: Float32Array) =>
  actual.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at])), 0);

describe.each(availableBuilds)('ranking losses, %s build', (simd) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels({ simd });
  });

  function expectSame(problem: RankingProblem): void {
    const [actual, expected] = [fit(kernels, problem), fit(plainKernels, problem)];
    expect(furthest(expected.items, problem.itemEmbeddings)).toBeGreaterThan(0.01);
    expect(furthest(actual.users, expected.users)).toBeLessThan(2e-5);
    expect(furthest(actual.items, expected.items)).toBeLessThan(2e-5);
    expect(actual.losses[0] / expected.losses[0]).toBeCloseTo(1, 5);
  }

  describe.each(['warp', 'warp-kos', 'bpr', 'logistic'] as const)('%s', (loss) => {
    it.each([1, 2, 3, 6, 14, 64])('with %i factors takes the steps of the formulas', (factors) => {
      expectSame(problemOf({ loss, factors }));
    });

    it.each(['sgd', 'adagrad', 'adadelta'] as const)('by %s', (step) => {
      expectSame(problemOf({ loss, step, regularization: 0.01 }));
    });

    it('moves a feature that two items share once', () => {
      expectSame(problemOf({ loss, userFeatures: described(users), itemFeatures: described(items) }));
    });

    it('draws negatives as often as they occur, and can leave biases alone', () => {
      const problem = problemOf({ loss, negatives: 'popular', biases: false });
      expectSame(problem);
      const width = problem.factors + 1;
      const { items: learned } = fit(kernels, problem);
      for (let item = 0; item < items; item++) {
        expect(learned[item * width + width - 1]).toBe(problem.itemEmbeddings[item * width + width - 1]);
      }
    });

    it('gives the same numbers however the steps are cut, and others for another seed', () => {
      const problem = problemOf({ loss });
      const whole = fit(kernels, problem, 2);
      const cut = fit(kernels, problem, 2, 7);
      expect([cut.users, cut.items]).toEqual([whole.users, whole.items]);
      const other = fit(kernels, { ...problem, seed: Uint32Array.of(9, 8, 7, 6) }, 2);
      expect(other.items).not.toEqual(whole.items);
    });

    it('lowers its loss', () => {
      const { losses } = fit(kernels, problemOf({ loss, factors: 6, biases: true }), 30);
      expect(losses[29]).toBeLessThan(0.8 * losses[0]);
    });

    it('leaves a user alone who has everything', () => {
      const everything = csrFromCoordinates(
        ...([users, items] as const),
        new Uint32Array(items),
        Uint32Array.from({ length: items }, (_, item) => item),
        new Float32Array(items).fill(1),
        'last',
      );
      const problem = problemOf({ loss, cells: everything, negativesPerPositive: 1 });
      const learned = fit(kernels, problem);
      const untouched = furthest(learned.items, problem.itemEmbeddings) === 0;
      expect(untouched).toBe(loss !== 'logistic');
    });
  });

  describe('where an epoch is cut into strata', () => {
    const stars = randomMatrix({ rows: 1000, cols: 900, cells: 400_000, seed: 8 });
    const cells = { ...stars, values: stars.values.map(() => 1) };
    const large = (loss: RankingProblem['loss']) =>
      problemOf({
        ...{ loss, cells, factors: 6, step: 'sgd', learningRate: 0.02 },
        ...{ userFeatures: identity(1000), itemFeatures: identity(900) },
      });

    it.each(['uniform', 'popular'] as const)('takes the steps of the formulas, compared with %s items', (negatives) => {
      const problem = { ...large('bpr'), negatives };
      expect(groupsFor(problem)).toBe(4);
      const [actual, expected] = [fit(kernels, problem, 2), byFormula(problem, 2)];
      expect(furthest(expected.items, problem.itemEmbeddings)).toBeGreaterThan(0.1);
      expect(furthest(actual.users, expected.users)).toBeLessThan(1e-4);
      expect(furthest(actual.items, expected.items)).toBeLessThan(1e-4);
    });

    it('leaves whole what cannot be divided', () => {
      expect(groupsFor(large('warp-kos'))).toBe(1);
      expect(groupsFor({ ...large('bpr'), itemFeatures: described(900) })).toBe(1);
    });

    it.each(['warp', 'logistic'] as const)('gives the same numbers however the steps are cut (%s)', (loss) => {
      const problem: RankingProblem = { ...large(loss), step: 'adagrad', negativesPerPositive: 1 };
      const whole = fit(kernels, problem, 2);
      const cut = fit(kernels, problem, 2, 10_007);
      expect([cut.users, cut.items]).toEqual([whole.users, whole.items]);
      expect(whole.losses[1]).toBeLessThan(whole.losses[0]);
    });
  });

  it('counts dislikes and drawn negatives in the logistic loss', () => {
    const cells = randomMatrix({ rows: users, cols: items, cells: 260, seed: 3 });
    const opinions = { ...cells, values: cells.values.map((stars) => stars - 2.75) };
    expectSame(problemOf({ loss: 'logistic', cells: opinions }));
    expectSame(problemOf({ loss: 'logistic', cells: opinions, negativesPerPositive: 2 }));
  });

  it('draws every example once in an epoch', () => {
    // Without a margin to violate nothing is learned, so the loss is the sum over all examples.
    const problem = problemOf({ loss: 'logistic', learningRate: 0, step: 'sgd' });
    const { losses } = fit(kernels, problem, 3);
    expect(losses[1] / losses[0]).toBeCloseTo(1, 9);
    expect(losses[2] / losses[0]).toBeCloseTo(1, 9);
  });

  it('refuses what does not fit together', () => {
    expect(() => kernels.ranking(problemOf({ itemEmbeddings: new Float32Array(3) }))).toThrow(
      'Expected itemEmbeddings to hold 40 × 11 numbers; got 3.',
    );
    expect(() => kernels.ranking({ ...problemOf(), userFeatures: identity(3) })).toThrow('of 25 rows; got 3');
    expect(() => kernels.ranking(problemOf({ seed: new Uint32Array(4) }))).toThrow('not all 0');
  });
});
