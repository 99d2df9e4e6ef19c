/**
 * What recommenders share that learn tastes from one rating after the other: their parameters, and the epochs of
 *   everybody once, in a new random order; of each person all ratings, by ascending item.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { slicesOf } from '../math/slices.ts';
import { float, int } from '../params.ts';
import type { Rng } from '../rng.ts';
import { dampingParam, factorsParam } from './factor-params.ts';
import type { FitProgress } from './recommender.ts';

export const ratingStepParams = (defaults: {
  readonly factors: number;
  readonly epochs: number;
  readonly spread: number;
}) => ({
  factors: factorsParam(defaults.factors),
  epochs: int({
    label: 'Epochs',
    help: 'Passes over all ratings; too many learn the ratings by heart.',
    default: defaults.epochs,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  learningRate: float({
    label: 'Learning rate',
    help: 'How far each rating moves what it touches; larger is faster, until the numbers run away.',
    default: 0.015,
    min: 1e-5,
    max: 1,
    scale: 'log',
  }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls tastes and offsets towards zero at every rating; higher values trust short histories less.',
    default: 0.08,
    min: 1e-6,
    max: 10,
    scale: 'log',
  }),
  damping: dampingParam,
  spread: float({
    label: 'Spread at the start',
    help: 'Standard deviation of the random start; a small one lets only tastes grow that many ratings call for.',
    advanced: true,
    default: defaults.spread,
    min: 1e-6,
    max: 1,
    scale: 'log',
  }),
});

interface Epochs {
  readonly epochs: number;
  readonly learningRate: number;
  readonly regularization: number;
}

/**
 * `visit` takes the steps of these users' ratings and returns Σ e² as met; some `ratings` of them between two yields.
 * Throws ParamError where the numbers run away.
 */
export function* ratingEpochs(
  { rows, indptr, indices }: CsrMatrix,
  { epochs, learningRate, regularization }: Epochs,
  rng: Rng,
  ratings: number,
  visit: (users: Uint32Array) => number,
): Generator<FitProgress, void, void> {
  const order = Uint32Array.from({ length: rows }, (_, user) => user);
  const ratingsAt = (at: number) => indptr[order[at] + 1] - indptr[order[at]];
  const steps = epochs * indices.length;
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    rng.shuffle(order);
    let squares = 0;
    for (const [from, to] of slicesOf(order.length, ratingsAt, ratings)) {
      if (from > 0) yield { step, steps };
      squares += visit(order.subarray(from, to));
      for (let at = from; at < to; at++) step += ratingsAt(at);
    }
    if (!Number.isFinite(squares)) {
      throw new LabError(
        'ParamError',
        `Expected finite factors; epoch ${epoch} with learning rate ${learningRate} and regularization ${regularization} gave others. Lower the learning rate.`,
      );
    }
    yield { step, steps, loss: squares / indices.length };
  }
}
