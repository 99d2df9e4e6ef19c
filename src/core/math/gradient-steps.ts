/**
 * How far to go along a gradient g, for each parameter θ on its own.
 *   SGD       θ −= η g
 *   Adagrad   θ −= η g / √G,  then G += g²;  G starts at 1, so that the first step is not larger than SGD's
 *             (J. Duchi, E. Hazan, Y. Singer, JMLR 12, 2011)
 *   Adadelta  G := ρ G + (1 − ρ) g²,  d = g √(M + ε) / √(G + ε),  θ −= d,  M := ρ M + (1 − ρ) d²;  G and M start at 0
 *             (M. D. Zeiler, arXiv:1212.5701, 2012)
 */
import type { RankingProblem } from '../compute.ts';

export const adadelta = { decay: 0.95, epsilon: 1e-6 };

export interface GradientSteps {
  /** Changes the parameters from `at` on. */
  apply(at: number, gradient: ArrayLike<number>): void;
  /** Accumulated squares G. */
  readonly squares: Float64Array;
}

export function gradientSteps(
  parameters: Float64Array,
  step: RankingProblem['step'],
  learningRate: number,
): GradientSteps {
  const squares = new Float64Array(parameters.length).fill(step === 'adagrad' ? 1 : 0);
  const moves = new Float64Array(step === 'adadelta' ? parameters.length : 0);
  const { decay, epsilon } = adadelta;
  const change = {
    sgd: (_at: number, g: number) => learningRate * g,
    adagrad(at: number, g: number) {
      const move = (learningRate * g) / Math.sqrt(squares[at]);
      squares[at] += g * g;
      return move;
    },
    adadelta(at: number, g: number) {
      squares[at] = decay * squares[at] + (1 - decay) * g * g;
      const move = (g * Math.sqrt(moves[at] + epsilon)) / Math.sqrt(squares[at] + epsilon);
      moves[at] = decay * moves[at] + (1 - decay) * move * move;
      return move;
    },
  }[step];
  return {
    squares,
    apply(at, gradient) {
      for (let f = 0; f < gradient.length; f++) parameters[at + f] -= change(at + f, gradient[f]);
    },
  };
}
