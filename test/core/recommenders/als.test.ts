import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/core/compute.ts';
import { csrFromCoordinates, transpose } from '../../../src/core/data/csr.ts';
import type { SparseRow } from '../../../src/core/data/csr.ts';
import { queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { exactAls, implicitLoss } from '../../../src/core/math/exact-als.ts';
import { createRowSolver } from '../../../src/core/math/implicit-least-squares.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { als } from '../../../src/core/recommenders/als.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf, testEnv } from '../../fixtures/fit.ts';
import { goldenNdcg } from '../../fixtures/golden.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { describeShared, readShared } from '../../shared.ts';

const fixture = 'oracle/als-expected.json';

describeShared('als with exact solves', [fixture], () => {
  const expected = readShared(fixture);
  const { factors, alpha, regularization } = expected;
  const [users, items] = expected.shape;
  const ratings = expected.ratings as [number, number, number][];
  const rules = { library: (r: number) => alpha * r, paper: (r: number) => 1 + alpha * r };

  const matrixOf = (rows: [number, number, number][], confidence: (rating: number) => number) =>
    csrFromCoordinates(
      ...([users, items] as const),
      Uint32Array.from(rows, ([user]) => user),
      Uint32Array.from(rows, ([, item]) => item),
      Float64Array.from(rows, ([, , rating]) => confidence(rating)),
      'last',
    );
  const startingAt = (rows: [number, number, number][], confidence: (rating: number) => number) => {
    const byUser = matrixOf(rows, confidence);
    const itemFactors = Float64Array.from(expected.initialItemFactors.flat());
    const userFactors = new Float64Array(users * factors);
    return exactAls({ byUser, byItem: transpose(byUser), factors, regularization, userFactors, itemFactors });
  };
  const sweep = (kernel: ReturnType<typeof exactAls>) => {
    kernel.begin('users');
    kernel.solve(0, users);
    kernel.begin('items');
    kernel.solve(0, items);
  };
  const expectClose = (actual: ArrayLike<number>, wanted: readonly number[][], digits: number) =>
    wanted.flat().forEach((value, at) => expect(actual[at]).toBeCloseTo(value, digits));

  for (const rule of ['library', 'paper'] as const) {
    it(`reproduces factors and loss, ${rule} confidences`, () => {
      const kernel = startingAt(ratings, rules[rule]);
      let before = Infinity;
      for (let done = 1; done <= 20; done++) {
        sweep(kernel);
        const loss = kernel.loss();
        expect(loss / expected[rule].loss[done - 1]).toBeCloseTo(1, 9);
        expect(loss).toBeLessThan(before);
        before = loss;
        const at = expected[rule].afterSweep[done];
        if (!at) continue;
        expectClose(kernel.userFactors(), at.user, done === 15 ? 6 : 9);
        expectClose(kernel.itemFactors(), at.item, done === 15 ? 6 : 9);
      }
    });
  }

  it('reproduces scores, item cosines and the model fitted to the training cells alone', () => {
    const kernel = startingAt(ratings, rules.library);
    for (let done = 0; done < 15; done++) sweep(kernel);
    const [x, y] = [kernel.userFactors(), kernel.itemFactors()];
    const dot = (a: Float64Array, i: number, b: Float64Array, j: number) => {
      let sum = 0;
      for (let f = 0; f < factors; f++) sum += a[i * factors + f] * b[j * factors + f];
      return sum;
    };
    for (let user = 0; user < users; user++) {
      for (let item = 0; item < items; item++) {
        expect(dot(x, user, y, item)).toBeCloseTo(expected.scores.matrix[user][item], 6);
      }
    }
    for (let a = 0; a < items; a++) {
      for (let b = 0; b < items; b++) {
        const cosine = dot(y, a, y, b) / Math.sqrt(dot(y, a, y, a) * dot(y, b, y, b));
        expect(cosine).toBeCloseTo(expected.itemCosine.matrix[a][b], 6);
      }
    }
    const test = new Set(expected.holdOut.testPositions as number[]);
    const corrected = startingAt(
      ratings.filter((_, position) => !test.has(position)),
      rules.library,
    );
    for (let done = 0; done < 15; done++) sweep(corrected);
    expectClose(corrected.userFactors(), expected.holdOut.corrected.userFactors, 6);
    expectClose(corrected.itemFactors(), expected.holdOut.corrected.itemFactors, 6);
  });

  it('folds in somebody new through the recommender, and splits the score by their items', async () => {
    for (const rule of ['library', 'paper'] as const) {
      const { model, query } = restoredFrom(expected, rule);
      const fold = expected.foldIn[rule];
      const scores = await scoresOf(model, query, items);
      fold.scores.forEach((score: number, item: number) => expect(scores[item]).toBeCloseTo(score, 9));
      for (const [item, parts] of Object.entries(fold.contributions) as [string, [number, number][]][]) {
        const explanation = model.explain!(query, Number(item));
        expect(explanation.score).toBeCloseTo(fold.scores[item], 9);
        for (const [own, amount] of parts) {
          expect(explanation.parts.find(({ index }) => index === own)!.amount).toBeCloseTo(amount, 9);
        }
      }
    }
  });

  it('solves a row exactly where conjugate gradients only come near', () => {
    const { user, exact, afterSteps } = expected.conjugateGradient;
    const test = new Set(expected.holdOut.testPositions as number[]);
    const kept = ratings.filter(([owner], position) => owner === user && !test.has(position));
    const row: SparseRow = {
      indices: Uint32Array.from(kept, ([, item]) => item),
      values: Float64Array.from(kept, ([, , rating]) => alpha * rating),
    };
    const solver = createRowSolver(Float64Array.from(expected.initialItemFactors.flat()), factors, regularization);
    expectClose(solver.solve(row), [exact], 9);

    const problem = csrFromCoordinates(1, items, new Uint32Array(kept.length), row.indices, row.values, 'last');
    [1, 2, 3].forEach((steps) => {
      const kernel = testEnv().kernels.als({
        ...{ byUser: problem, byItem: transpose(problem), factors, regularization, steps },
        userFactors: new Float32Array(factors),
        itemFactors: Float32Array.from(expected.initialItemFactors.flat()),
      });
      kernel.begin('users');
      kernel.solve(0, 1);
      afterSteps[steps - 1].forEach((value: number, f: number) => {
        expect(kernel.userFactors()[f] / value).toBeCloseTo(1, 5);
      });
    });
  });

  function restoredFrom(expected: ReturnType<typeof readShared>, rule: 'library' | 'paper') {
    const events = ratings.map(([user, item, value]) => ({ user, item, value }));
    const scale = { min: 0.5, max: 5, step: 0.5 };
    const train = buildTrainingSet(datasetOf(events, { ratingScale: scale }));
    const params = { factors, regularization, alpha, confidence: rule, solver: 'exact', strength: 'value' };
    const after = expected[rule].afterSweep[expected.foldIn.usesItemFactorsAfterSweep];
    const arrays = { users: Float64Array.from(after.user.flat()), items: Float64Array.from(after.item.flat()) };
    const snapshot = { recommender: 'als', version: als.version, params, arrays, numbers: {}, words: {} };
    const newUser = expected.foldIn.newUser as [number, number][];
    return {
      model: als.restore(snapshot, train),
      query: queryFrom(newUser.map(([item, value]) => ({ item, value }))),
    };
  }
});

describe('als', () => {
  const events = randomRatings(60, 40, 0.2, 5);
  const train = buildTrainingSet(datasetOf(events));
  const small = { factors: 6, regularization: 2 };

  it('comes near the exact solution by conjugate gradients, with enough of them', async () => {
    const exact = await fitModel('als', train, { ...small, solver: 'exact', sweeps: 60 });
    const quick = await fitModel('als', train, { ...small, steps: 6, sweeps: 60 });
    for (const user of [0, 17, 59]) {
      const wanted = await scoresOf(exact, queryOfUser(train, user), train.items);
      const scores = await scoresOf(quick, queryOfUser(train, user), train.items);
      scores.forEach((score, item) => expect(score).toBeCloseTo(wanted[item], 2));
    }
  });

  it('reports the loss after every sweep, and it never rises', async () => {
    for (const solver of ['cg', 'exact']) {
      const losses: number[] = [];
      const run = als.fit(train, { ...small, solver, sweeps: 8 }, testEnv());
      await drive(run, { report: ({ loss }) => void (loss !== undefined && losses.push(loss)) });
      expect(losses).toHaveLength(8);
      for (let i = 1; i < 8; i++) expect(losses[i]).toBeLessThan(losses[i - 1]);
    }
  });

  it('counts every cell in the loss', () => {
    const byUser = csrFromCoordinates(2, 2, Uint32Array.of(0, 1), Uint32Array.of(0, 1), Float64Array.of(3, 5), 'last');
    const userFactors = Float64Array.of(1, 2, 0.5, -1);
    const itemFactors = Float64Array.of(0.25, 0.5, -1, 1);
    // Scores 1.25, 1 | −0.375, −1.5: cells (0, 0) and (1, 1) are filled.
    const cells = 3 * (1 - 1.25) ** 2 + 1 ** 2 + 0.375 ** 2 + 5 * (1 + 1.5) ** 2;
    const sizes = 1 + 4 + 0.25 + 1 + 0.0625 + 0.25 + 1 + 1;
    const loss = implicitLoss({ byUser, factors: 2, regularization: 0.1, userFactors, itemFactors });
    expect(loss).toBeCloseTo(cells + 0.1 * sizes, 12);
  });

  it('hears what somebody liked and leaves out what they disliked', async () => {
    const model = await fitModel('als', train, small);
    const scores = (ratings: { item: number; value: number }[]) => scoresOf(model, queryFrom(ratings), train.items);
    const liked = await scores([{ item: 0, value: 5 }]);
    const both = await scores([
      { item: 0, value: 5 },
      { item: 1, value: 1 },
    ]);
    expect(both).toEqual(liked);
    expect([...(await scores([{ item: 1, value: 1 }]))].every(Number.isNaN)).toBe(true);
    // Items 0, 3, 6 ... are of one taste.
    const average = (rest: number) => mean([...liked].filter((_, item) => item % 3 === rest));
    expect(average(0)).toBeGreaterThan(2 * Math.max(average(1), average(2)));
  });

  it('has nothing to say of items nobody likes', async () => {
    const unloved = buildTrainingSet(datasetOf([...events, { user: 0, item: 40, value: 1 }]));
    const model = await fitModel('als', unloved, small);
    expect((await scoresOf(model, queryOfUser(unloved, 0), 41))[40]).toBeNaN();
    expect(model.explain!(queryOfUser(unloved, 0), 40).score).toBeNaN();
  });

  it('stops where the numbers run away, and says what to do', async () => {
    const wild = { ...small, alpha: 1e4, regularization: 1e-6, sweeps: 3 };
    const overflowing = { ...testEnv(), kernels: { ...testEnv().kernels, als: infiniteAls } };
    await expect(drive(als.fit(train, wild, overflowing))).rejects.toThrow(/Lower alpha or raise the regularization/);
  });

  it('reports steps through both sides of every sweep', async () => {
    const seen: number[] = [];
    await drive(als.fit(train, { ...small, sweeps: 2 }, testEnv()), { report: ({ step }) => void seen.push(step) });
    expect(seen).toEqual([0, 0, 1, 2, 3, 4, 5, 6]);
  });

  it('keeps its standing', async () => {
    expect(Math.abs((await goldenNdcg('als', { factors: 8, sweeps: 10 })) - 0.166)).toBeLessThan(0.02);
  });
});

/** A kernel whose factors overflow at once. */
const infiniteAls: Kernels['als'] = (problem) => ({ ...testEnv().kernels.als(problem), loss: () => Infinity });
