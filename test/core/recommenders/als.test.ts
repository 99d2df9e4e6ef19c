import { describe, expect, it } from 'vitest';
import { csrFromCoordinates, transpose } from '../../../src/core/data/csr.ts';
import type { SparseRow } from '../../../src/core/data/csr.ts';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { exactAls, implicitLoss } from '../../../src/core/math/exact-als.ts';
import { createRowSolver } from '../../../src/core/math/implicit-least-squares.ts';
import { als } from '../../../src/core/recommenders/als.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, preset, scoresOf, testEnv } from '../../fixtures/fit.ts';
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
    const params = { factors, regularization, alpha, confidence: rule, solver: 'exact', likedFrom: 0 };
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
