import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../src/core/math/symmetric-eigen.ts';
import { createRng } from '../../../src/core/rng.ts';

describe('symmetric eigenvalues', () => {
  it.each([1, 2, 3, 8, 25])('of size %i are those of another program, and take the matrix apart', (size) => {
    const rng = createRng(size);
    const a = new Float64Array(size * size);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) a[i * size + j] = a[j * size + i] = rng.normal();
    const { values, vectors } = symmetricEigen(a, size);
    const rows = Array.from({ length: size }, (_, i) => [...a.slice(i * size, (i + 1) * size)]);
    const expected = new EigenvalueDecomposition(new Matrix(rows)).realEigenvalues.sort((x, y) => y - x);
    expected.forEach((value, k) => expect(values[k]).toBeCloseTo(value, 11));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        let product = 0;
        for (let k = 0; k < size; k++) {
          sum += values[k] * vectors[k * size + i] * vectors[k * size + j];
          product += vectors[i * size + k] * vectors[j * size + k];
        }
        expect(sum).toBeCloseTo(a[i * size + j], 11);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  it('copes with zeros and with equal values', () => {
    expect([...symmetricEigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
    expect([...symmetricEigen(Float64Array.of(3, 0, 0, 3), 2).values]).toEqual([3, 3]);
    expect(symmetricEigen(Float64Array.of(1, 1, 1, 1), 2).values[0]).toBeCloseTo(2, 14);
  });
});
