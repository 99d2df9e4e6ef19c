import { describe, expect, it } from 'vitest';
import { ratingFoldIn } from '../../../src/core/math/rating-fold-in.ts';
import { createRng } from '../../../src/core/rng.ts';

const [items, factors, regularization, damping] = [9, 3, 0.2, 1.5];
const rng = createRng(4);
const q = Float64Array.from({ length: items * factors }, () => rng.normal());
const rated = Uint32Array.of(0, 2, 3, 7);
const differences = Float64Array.of(1, -0.5, 0.25, 2);
const foldIn = ratingFoldIn(q, factors, regularization, damping);
const w = (item: number) => [1, ...q.slice(item * factors, (item + 1) * factors)];
const dot = (a: ArrayLike<number>, b: readonly number[]) => b.reduce((sum, value, f) => sum + a[f] * value, 0);

describe('folding in a person by ratings', () => {
  it('finds where the objective has no slope', () => {
    const x = foldIn.solve(rated, differences);
    for (let f = 0; f <= factors; f++) {
      let slope = (regularization * rated.length + damping) * x[f];
      rated.forEach((item, j) => (slope -= (differences[j] - dot(x, w(item))) * w(item)[f]));
      expect(slope).toBeCloseTo(0, 12);
    }
  });

  it('splits a prediction by ratings', () => {
    const x = foldIn.solve(rated, differences);
    for (let item = 0; item < items; item++) {
      const influence = foldIn.influence(rated, item);
      const sum = influence.reduce((total, each, j) => total + each * differences[j], 0);
      expect(sum).toBeCloseTo(dot(x, w(item)), 12);
    }
  });

  it('knows nothing of somebody without ratings', () => {
    expect([...foldIn.solve(new Uint32Array(0), [])]).toEqual([0, 0, 0, 0]);
    expect(foldIn.influence(new Uint32Array(0), 1)).toHaveLength(0);
  });

  it('says so where there is no single solution', () => {
    expect(() => ratingFoldIn(new Float64Array(6), 3, 0, 0).solve(Uint32Array.of(1), [1])).toThrow(
      'Raise the regularization',
    );
  });
});
