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
import { clearUnmet } from '../math/factor-rows.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import type { RatingFactors } from './rating-factors.ts';
import { ratingFactorsModel } from './rating-factors.ts';
import { ratingEpochs, ratingStepParams } from './rating-steps.ts';
import type { FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';

// Chosen on an eighth of the training part of MovieLens latest-small's first fold.
const params = ratingStepParams({ factors: 64, epochs: 40, spread: 0.01 });
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
    const { factors, learningRate, regularization, spread } = params;
    const { byUser, byItem } = train;
    const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => spread * rng.normal());
    const kernel = kernels.sgd({
      ...{ ratings: byUser, mean: mean(byUser.values), factors, learningRate, regularization },
      userFactors: start(byUser.rows),
      itemFactors: start(byItem.rows),
    });
    try {
      yield* ratingEpochs(byUser, params, rng, workPerStep / (6 * factors), (users) => kernel.visit(users));
      const items = kernel.itemFactors();
      clearUnmet(items, factors, byItem);
      return fitted({ items, biases: kernel.itemBiases() }, train, params);
    } finally {
      kernel.dispose();
    }
  },

  restore: ({ arrays }, train, params) =>
    fitted({ items: arrays.items as Values, biases: arrays.biases as Values }, train, params),
});

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
