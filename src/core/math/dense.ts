/**
 * Dense layers for one person at a time, in plain loops, and what each input has to do with the outcome. Between two
 * inputs, from and to, a function changes by exactly its chord's slope times their difference; layer by layer, back from the
 * outcome, these slopes share out the whole change among the inputs.
 * A. Shrikumar, P. Greenside, A. Kundaje, "Learning important features through propagating activation differences",
 * ICML 2017 (the rescale rule).
 */
import type { Values } from '../data/csr.ts';

export interface Dense {
  /** Row-major, inputs × outputs. */
  readonly weights: Values;
  readonly biases: Values;
}

/** b + x W */
export function applyDense({ weights, biases }: Dense, x: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(biases);
  for (let i = 0, at = 0; i < x.length; i++) {
    const value = x[i];
    for (let o = 0; o < out.length; o++, at++) out[o] += value * weights[at];
  }
  return out;
}

/** W s: slopes with respect to the outputs of a layer become slopes with respect to its inputs. */
export function slopesBefore(weights: Values, slopes: ArrayLike<number>): Float64Array {
  const out = new Float64Array(weights.length / slopes.length);
  for (let i = 0, at = 0; i < out.length; i++) {
    for (let o = 0; o < slopes.length; o++, at++) out[i] += weights[at] * slopes[o];
  }
  return out;
}

/** Slopes of f's chords from one input to the other; where they are equal no change is to be shared out, and any will do. */
export const chords = (f: (x: number) => number, from: Float64Array, to: Float64Array): Float64Array =>
  to.map((x, at) => (x === from[at] ? 0 : (f(x) - f(from[at])) / (x - from[at])));

/** Entry by entry. */
export const times = (a: Float64Array, b: ArrayLike<number>): Float64Array => a.map((value, at) => value * b[at]);
