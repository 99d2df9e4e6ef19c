import { describe, expect, it } from 'vitest';
import { factorProducts } from '../../../src/core/math/factor-products.ts';
import { gramOf } from '../../../src/core/math/implicit-least-squares.ts';
import { createRng } from '../../../src/core/rng.ts';

const rng = createRng(2);
const numbers = (length: number) => Float64Array.from({ length }, () => rng.normal());

describe('products of factors', () => {
  it.each([1, 3, 4, 6, 64])('are plain dot products, %i factors long', (factors) => {
    const rows = numbers(5 * factors);
    const x = numbers(factors);
    const out = new Float64Array(5);
    factorProducts(rows, x, out);
    out.forEach((product, row) => {
      const wanted = x.reduce((sum, value, f) => sum + value * rows[row * factors + f], 0);
      expect(product).toBeCloseTo(wanted, 12);
    });
  });

  it.each([4, 5])('sum up to the Gram matrix, its lower triangle, over %i rows', (count) => {
    const rows = numbers(count * 3);
    const gram = gramOf(rows, 3);
    for (let f = 0; f < 3; f++) {
      for (let g = 0; g < 3; g++) {
        let wanted = 0;
        for (let row = 0; row < count; row++) wanted += rows[row * 3 + f] * rows[row * 3 + g];
        expect(gram[f * 3 + g]).toBeCloseTo(g <= f ? wanted : 0, 12);
      }
    }
  });
});
