/**
 * What somebody's ratings say of them, the items being known: an offset b and a vector x of tastes.
 *   minimize  Σ_j (d_j − b − x·q_j)² + (λ n + γ) (b² + |x|²)      d_j by how much rating j of n differs from what is expected of all
 *   solution  A (b, x) = Σ_j d_j w_j,   w_j = (1, q_j),   A = Σ_j w_j w_jᵀ + (λ n + γ) I
 * λ counts once per rating, as in stochastic gradient descent (Y. Koren, R. Bell, C. Volinsky, "Matrix factorization
 * techniques for recommender systems", IEEE Computer 42, 2009): there the fitted (b_u, p_u) tend to the optimum with
 * γ = 0. The damping γ is for those who have rated little: with λ n alone the first rating of 5 would promise a 5 for everything.
 * A prediction splits by ratings:  b + x·q_i = Σ_j d_j (w_jᵀ A⁻¹ w_i).
 */
import type { Values } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { choleskyFactor, choleskySolve } from './cholesky.ts';

export interface RatingFoldIn {
  /** (b, x) from the items rated and their d; zeros without any. */
  solve(rated: Uint32Array, differences: ArrayLike<number>): Float64Array;
  /** For each item rated: what a difference of 1 there adds to the prediction of `item`. */
  influence(rated: Uint32Array, item: number): Float64Array;
}

/**
 * `items`: row-major, items × factors. O(n factors² + factors³) per call, in float64.
 * Throws ParamError where the equations have no single solution.
 */
export function ratingFoldIn(items: Values, factors: number, regularization: number, damping: number): RatingFoldIn {
  const width = factors + 1;
  const a = new Float64Array(width * width);
  const w = new Float64Array(width);
  w[0] = 1;
  const load = (item: number) => {
    for (let f = 0, at = item * factors; f < factors; f++, at++) w[f + 1] = items[at];
  };
  const product = (x: Float64Array) => {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += w[f] * x[f];
    return sum;
  };

  function factorize(rated: Uint32Array): void {
    a.fill(0);
    for (let j = 0; j < rated.length; j++) {
      load(rated[j]);
      for (let f = 0; f < width; f++) {
        for (let g = 0, at = f * width; g <= f; g++, at++) a[at] += w[f] * w[g];
      }
    }
    for (let f = 0; f < width; f++) a[f * width + f] += regularization * rated.length + damping;
    if (choleskyFactor(a, width)) return;
    throw new LabError(
      'ParamError',
      `Expected equations with one solution; got others, for ${rated.length} ratings and ${factors} factors. Raise the regularization.`,
    );
  }

  return {
    solve(rated, differences) {
      const x = new Float64Array(width);
      if (rated.length === 0) return x;
      factorize(rated);
      for (let j = 0; j < rated.length; j++) {
        load(rated[j]);
        for (let f = 0; f < width; f++) x[f] += differences[j] * w[f];
      }
      choleskySolve(a, width, x);
      return x;
    },
    influence(rated, item) {
      if (rated.length === 0) return new Float64Array(0);
      factorize(rated);
      load(item);
      const x = w.slice();
      choleskySolve(a, width, x);
      return Float64Array.from(rated, (other) => {
        load(other);
        return product(x);
      });
    },
  };
}
