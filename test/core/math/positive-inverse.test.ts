import { describe, expect, it } from 'vitest';
import { invertPositive } from '../../../src/core/math/positive-inverse.ts';
import { createRng } from '../../../src/core/rng.ts';

/** A random Gram matrix plus a little on the diagonal, whole. */
function positive(size: number, seed: number): Float64Array {
  const rng = createRng(seed);
  const rows = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => rng.normal()));
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return rows[i].reduce((sum, value, k) => sum + value * rows[j][k], i === j ? 0.5 : 0);
  });
}

describe('the inverse of a positive definite matrix', () => {
  it.each([1, 2, 3, 7, 64, 65, 67, 130])('times the matrix of %i rows is the identity', (size) => {
    const a = positive(size, size);
    const inverse = a.slice();
    // What lies above the diagonal must not be looked at.
    for (let i = 0; i < size; i++) inverse.fill(NaN, i * size + i + 1, (i + 1) * size);
    let last = 0;
    for (const share of invertPositive(inverse, size)) {
      expect(share).toBeGreaterThanOrEqual(last);
      expect(share).toBeLessThan(1);
      last = share;
    }
    const at = (i: number, j: number) => (i < j ? inverse[j * size + i] : inverse[i * size + j]);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += a[i * size + k] * at(k, j);
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 7);
      }
    }
  });

  it('says so where there is none', () => {
    const all = () => [...invertPositive(Float64Array.of(1, 0, 2, 1), 2)];
    expect(all).toThrow(expect.objectContaining({ name: 'ParamError' }));
  });
});
