import { describe, expect, it } from 'vitest';
import { createRowSolver } from '../../../src/core/math/implicit-least-squares.ts';
import { createRng } from '../../../src/core/rng.ts';

const items = 150;
const regularization = 0.7;

describe.each([1, 3, 4, 6, 9, 16])('one row against fixed rows of %i factors', (factors) => {
  const rng = createRng(factors);
  const other = Float64Array.from({ length: items * factors }, () => rng.normal());
  const solver = createRowSolver(other, factors, regularization);

  // Few cells, and more than are added together.
  it.each([1, 2, 5, 64, 65, 140])('with %i cells has no slope left in any factor', (cells) => {
    const indices = Uint32Array.from({ length: cells }, (_, i) => i);
    const values = Float64Array.from(indices, () => 1 + 5 * rng.next());
    const x = solver.solve({ indices, values });
    expect(x).toHaveLength(factors);
    for (let f = 0; f < factors; f++) {
      let slope = regularization * x[f];
      for (let item = 0; item < items; item++) {
        const y = other.subarray(item * factors, (item + 1) * factors);
        const score = y.reduce((sum, value, g) => sum + value * x[g], 0);
        slope += item < cells ? values[item] * (score - 1) * y[f] : score * y[f];
      }
      expect(Math.abs(slope)).toBeLessThan(1e-9);
    }
  });

  it('splits a score by the cells of the row', () => {
    const row = { indices: Uint32Array.of(2, 80, 149), values: Float64Array.of(3, 1.5, 9) };
    const x = solver.solve(row);
    const y = other.subarray(0, factors);
    const reach = solver.applyInverse(row, y);
    const share = (item: number) => reach.reduce((sum, value, f) => sum + value * other[item * factors + f], 0);
    const score = y.reduce((sum, value, f) => sum + value * x[f], 0);
    expect(3 * share(2) + 1.5 * share(80) + 9 * share(149)).toBeCloseTo(score, 9);
  });

  it('is nothing where there are no cells', () => {
    expect(solver.solve({ indices: new Uint32Array(0), values: new Float64Array(0) })).toEqual(
      new Float64Array(factors),
    );
  });
});
