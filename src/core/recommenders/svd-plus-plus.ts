/**
 * Matrix factorization that also hears which items a person chose to rate, whatever the rating.
 * Y. Koren, "Factorization meets the neighborhood: a multifaceted collaborative filtering model", KDD 2008, section 4.
 *
 *   rating    r̂_ui = μ + b_u + b_i + q_i·(p_u + z_u),   z_u = |N|^−½ Σ_{j∈N} y_j over the items N the person rated
 *   minimize  Σ_ui e_ui² + λ (b_u² + b_i² + |p_u|² + |q_i|² + Σ_{j∈N} |y_j|²)   over the ratings there are
 *   step      b += η (e − λ b),  p_u += η (e q_i − λ p_u),  q_i += η (e (p_u + z_u) − λ q_i),  y_j += η (e |N|^−½ q_i − λ y_j), all j ∈ N
 *   visit     the last rule moves every y_j of a person at each of n ratings. Its effect on their sum is z += η (e q_i − λ z), and
 *             as it is the same for all j, they can follow at the end: y_j := κ y_j + |N|^−½ (z after − κ z before), κ = (1 − ηλ)ⁿ.
 *             The numbers are those of the rule, in n instead of n² steps.
 *   fold-in   z from the items of the history asked about; (b, x) in place of (b_u, p_u) solved exactly (math/rating-fold-in)
 */
import { rowOf } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { clearUnmet, rowDot } from '../math/factor-rows.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import type { ChosenTastes } from './rating-factors.ts';
import { ratingFactorsModel } from './rating-factors.ts';
import { ratingEpochs, ratingStepParams } from './rating-steps.ts';
import type { FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';
import { power } from '../math/elementary.ts';

// Chosen on an eighth of MovieLens latest-small, with another part left aside.
const params = ratingStepParams({ factors: 32, epochs: 30, spread: 0.02 });
type Params = ValuesOf<typeof params>;

const id = 'svd-plus-plus';
const version = 1;
/** Multiplications between two yields: some ten milliseconds. */
const workPerStep = 5e6;

export const svdPlusPlus = defineRecommender({
  id,
  label: 'SVD++',
  summary: 'Hidden tastes from what people rated how, and from what they chose to rate at all.',
  family: 'factorization',
  reference: 'Koren, Factorization meets the neighborhood, KDD 2008',
  lesson: {
    idea: 'It is matrix factorization with one more source: which items somebody rated tells of their taste, whatever the ratings were. So every item gets a second set of traits, and those of all the items a person rated are added to the person’s tastes. Everything is learned together, one rating after the other.',
    formula:
      'rating(u, i) = μ + b_u + b_i + q_i·(p_u + z_u),  z_u = |N|^−½ Σ y_j over the items j that u rated, with b how far person and item lie from the mean μ, q_i the traits of the item, p_u the tastes of the person, y_j what it tells that j was rated at all, N the items u rated',
    strengths: 'Usually a little closer to the true stars than plain matrix factorization.',
    weaknesses:
      'The slowest of its family to fit, and like the others it guesses ratings better than it puts a list together.',
  },
  version,
  needs: ['ratings'],
  traits: ['personalized', 'new-user', 'rates', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'surprise',
      label: 'As in Surprise: 20 factors, 20 epochs',
      params: { factors: 20, epochs: 20, learningRate: 0.007, regularization: 0.02, spread: 0.1 },
    },
  ],

  *fit(train, params, { rng }) {
    const { factors } = params;
    const { byUser, byItem } = train;
    const start = (rows: number) => Float64Array.from({ length: rows * factors }, () => params.spread * rng.normal());
    const learned: Learned = {
      items: start(byItem.rows),
      choices: start(byItem.rows),
      biases: new Float64Array(byItem.rows),
    };
    const people = { tastes: start(byUser.rows), biases: new Float64Array(byUser.rows) };
    const visit = visitor(train, learned, people, params);
    yield* ratingEpochs(byUser, params, rng, workPerStep / (8 * factors), (users) =>
      users.reduce((squares, user) => squares + visit(user), 0),
    );
    for (const rows of [learned.items, learned.choices]) clearUnmet(rows, factors, byItem);
    return fitted(learned, train, params);
  },

  restore: ({ arrays: { items, choices, biases } }, train, params) =>
    fitted({ items, choices, biases } as Learned, train, params),
});

/** Row-major, items × factors; zeros where nobody rated the item. */
interface Learned {
  /** q_i */
  readonly items: Float64Array;
  /** y_j */
  readonly choices: Float64Array;
  /** b_i */
  readonly biases: Float64Array;
}

/** z, and what it is made of. */
const tastesByChoice = (choices: Float64Array, factors: number): ChosenTastes => ({
  of(rated) {
    const z = new Float64Array(factors);
    const scale = scaleOf(rated);
    for (const item of rated) for (let f = 0; f < factors; f++) z[f] += scale * choices[item * factors + f];
    return z;
  },
  share: (rated, item, q) => scaleOf(rated) * rowDot(choices, item, q),
});

/** |N|^−½ */
const scaleOf = (rated: Uint32Array) => 1 / Math.sqrt(Math.max(1, rated.length));

/** A function that takes the steps of one person's ratings and returns Σ e² as met. */
function visitor(
  { byUser }: TrainingSet,
  { items, choices, biases }: Learned,
  people: { readonly tastes: Float64Array; readonly biases: Float64Array },
  { factors, learningRate, regularization }: Params,
): (user: number) => number {
  const usual = mean(byUser.values);
  const keep = 1 - learningRate * regularization;
  const chosen = tastesByChoice(choices, factors);
  return (user) => {
    const { indices, values } = rowOf(byUser, user);
    const before = chosen.of(indices);
    const z = before.slice();
    const p = people.tastes.subarray(user * factors, (user + 1) * factors);
    let bias = people.biases[user];
    let squares = 0;
    for (let at = 0; at < indices.length; at++) {
      const item = indices[at];
      const row = item * factors;
      let error = values[at] - usual - bias - biases[item];
      for (let f = 0; f < factors; f++) error -= items[row + f] * (p[f] + z[f]);
      const step = learningRate * error;
      bias = keep * bias + step;
      biases[item] = keep * biases[item] + step;
      for (let f = 0; f < factors; f++) {
        const q = items[row + f];
        items[row + f] = keep * q + step * (p[f] + z[f]);
        p[f] = keep * p[f] + step * q;
        z[f] = keep * z[f] + step * q;
      }
      squares += error * error;
    }
    people.biases[user] = bias;
    const kept = power(keep, indices.length);
    const scale = scaleOf(indices);
    for (const item of indices) {
      for (let f = 0, at = item * factors; f < factors; f++, at++) {
        choices[at] = kept * choices[at] + scale * (z[f] - kept * before[f]);
      }
    }
    return squares;
  };
}

function fitted({ items, choices, biases }: Learned, train: TrainingSet, params: Params): FittedModel {
  const { factors } = params;
  const factorization = { factors, usual: mean(train.byUser.values), items, biases };
  return {
    ...ratingFactorsModel(factorization, train, params, tastesByChoice(choices, factors)),
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { items: items.slice(), choices: choices.slice(), biases: biases.slice() },
      numbers: {},
      words: {},
    }),
  };
}
