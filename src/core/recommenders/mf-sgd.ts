/**
 * A rating as what is usual plus how an item's traits meet a person's tastes: biased matrix factorization.
 * S. Funk, "Netflix update: try this at home", 2006; Y. Koren, R. Bell, C. Volinsky, "Matrix factorization techniques for
 * recommender systems", IEEE Computer 42, 2009.
 *
 *   minimize  Σ_ui e_ui² + λ (b_u² + b_i² + |p_u|² + |q_i|²),   e_ui = r_ui − μ − b_u − b_i − p_u·q_i,   over the ratings there are
 *   step      b += η (e − λ b) for both,  p_u += η (e q_i − λ p_u),  q_i += η (e p_u − λ q_i)
 *   epoch     everybody once, in a new random order; of each person all ratings, by ascending item; on one thread
 *   rate      for the history asked about, by the person's part of the same objective, damped (recommenders/rating-factors)
 */
import type { Values } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { slicesOf } from '../math/slices.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import { float, int } from '../params.ts';
import type { RatingFactors } from './rating-factors.ts';
import { ratingFactorsModel } from './rating-factors.ts';
import type { FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';

// Chosen on an eighth of the training part of MovieLens latest-small's first fold.
const params = {
  factors: int({
    label: 'Factors',
    help: 'How many hidden tastes to look for; more tell finer tastes apart and need more data.',
    default: 64,
    min: 1,
    max: 256,
    scale: 'log',
  }),
  epochs: int({
    label: 'Epochs',
    help: 'Passes over all ratings; too many learn the ratings by heart.',
    default: 40,
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
  damping: float({
    label: 'Damping of short histories',
    help: 'As more regularization of a person’s own part, however few ratings there are; higher values believe the first ratings less.',
    advanced: true,
    default: 3,
    min: 0,
    max: 1000,
  }),
  spread: float({
    label: 'Spread at the start',
    help: 'Standard deviation of the random start; a small one lets only tastes grow that many ratings call for.',
    advanced: true,
    default: 0.01,
    min: 1e-6,
    max: 1,
    scale: 'log',
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'mf-sgd';
const version = 1;
/** Multiplications between two yields: some ten milliseconds. */
const workPerStep = 2e7;

export const mfSgd = defineRecommender({
  id,
  label: 'Matrix factorization',
  summary: 'Finds a few hidden tastes that explain why ratings differ from what is usual.',
  family: 'factorization',
  reference: 'Koren, Bell & Volinsky, Matrix factorization techniques for recommender systems, IEEE Computer 2009',
  lesson: {
    idea: 'Start from what is usual for the item and for the person. What is left of a rating should follow from a few hidden traits of the item meeting the person’s tastes for them. Go through the ratings one by one, see how wrong the guess was, and move every number involved a little towards the truth.',
    formula:
      'rating(u, i) = μ + b_u + b_i + p_u·q_i;  after each error e:  p_u += η (e q_i − λ p_u),  q_i += η (e p_u − λ q_i), with η the learning rate, λ the regularization',
    strengths: 'Predicts stars well, and was the workhorse of the Netflix Prize.',
    weaknesses:
      'Learns only from what was rated. People rate what they expect to like, so guessing ratings well and putting a good list together are two things.',
  },
  version,
  needs: ['ratings'],
  traits: ['personalized', 'new-user', 'rates', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'surprise',
      label: 'As in Surprise: 100 factors, 20 epochs',
      params: { factors: 100, epochs: 20, learningRate: 0.005, regularization: 0.02, spread: 0.1 },
    },
  ],

  *fit(train, params, { rng, kernels }) {
    const { factors, epochs, learningRate, regularization, spread } = params;
    const { byUser, byItem } = train;
    const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => spread * rng.normal());
    const kernel = kernels.sgd({
      ...{ ratings: byUser, mean: mean(byUser.values), factors, learningRate, regularization },
      userFactors: start(byUser.rows),
      itemFactors: start(byItem.rows),
    });
    try {
      const order = Uint32Array.from({ length: byUser.rows }, (_, user) => user);
      const ratingsAt = (at: number) => byUser.indptr[order[at] + 1] - byUser.indptr[order[at]];
      const steps = epochs * byUser.indices.length;
      let step = 0;
      for (let epoch = 1; epoch <= epochs; epoch++) {
        rng.shuffle(order);
        let squares = 0;
        for (const [from, to] of slicesOf(order.length, ratingsAt, workPerStep / (6 * factors))) {
          if (from > 0) yield { step, steps };
          squares += kernel.visit(order.subarray(from, to));
          for (let at = from; at < to; at++) step += ratingsAt(at);
        }
        if (!Number.isFinite(squares)) throw diverged(epoch, params);
        yield { step, steps, loss: squares / byUser.indices.length };
      }
      const items = kernel.itemFactors();
      // What nobody rated has kept its random start, which means nothing.
      for (let item = 0; item < byItem.rows; item++) {
        if (byItem.indptr[item] === byItem.indptr[item + 1]) items.fill(0, item * factors, (item + 1) * factors);
      }
      return fitted({ items, biases: kernel.itemBiases() }, train, params);
    } finally {
      kernel.dispose();
    }
  },

  restore: ({ arrays }, train, params) =>
    fitted({ items: arrays.items as Values, biases: arrays.biases as Values }, train, params),
});

const diverged = (epoch: number, { learningRate, regularization }: Params) =>
  new LabError(
    'ParamError',
    `Expected finite factors; epoch ${epoch} with learning rate ${learningRate} and regularization ${regularization} gave others. Lower the learning rate.`,
  );

type Learned = Pick<RatingFactors, 'items' | 'biases'>;

function fitted({ items, biases }: Learned, train: TrainingSet, params: Params): FittedModel {
  const { factors } = params;
  return {
    ...ratingFactorsModel({ factors, usual: mean(train.byUser.values), items, biases }, train, params),
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { items: items.slice(), biases: biases.slice() },
      numbers: {},
      words: {},
    }),
  };
}
