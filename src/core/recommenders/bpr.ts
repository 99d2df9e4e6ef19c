/**
 * Factors learned from comparisons: an item somebody has should score higher than one they have not.
 * S. Rendle, C. Freudenthaler, Z. Gantner, L. Schmidt-Thieme, "BPR: Bayesian personalized ranking from implicit feedback",
 * UAI 2009.
 *
 *   minimize  Σ_(u,i,j) ln(1 + e^−(s_ui − s_uj)) + λ/2 |Θ|²   over users u, items i they have and items j they have not
 *   score     s_ui = q_u·p_i + b_i
 *   update    one comparison after another, by gradient steps; in each epoch every (u, i) comes once, with a j drawn anew
 * The paper draws j from all items alike. Drawn as often as they occur, popular items are more often on the losing side:
 * the lists become less alike, and on small data usually worse.
 * Anyone is scored from their history, see ranked-factors.ts.
 */
import { exampleWeights } from '../data/examples.ts';
import { choice, flag, float } from '../params.ts';
import { rankedFactorsOf, rankedModel } from './ranked-factors.ts';
import { fitRankedFactors } from './ranked-fit.ts';
import { rankedParams } from './ranked-params.ts';
import { defineRecommender } from './recommender.ts';

const id = 'bpr';
const version = 1;
const shared = rankedParams({ epochs: 40, regularization: 0.01 });

export const bpr = defineRecommender({
  id,
  label: 'BPR',
  summary: 'Learns from comparisons: what somebody chose should rank above what they did not.',
  family: 'factorization',
  reference: 'Rendle et al., BPR: Bayesian personalized ranking from implicit feedback, UAI 2009',
  lesson: {
    idea: 'Do not ask how much somebody likes an item, only which of two they would rather have. What they chose should score above what they did not, so two such items are drawn and their hidden traits are moved apart if the order is wrong or close. Millions of small comparisons settle into an order.',
    formula:
      'minimize Σ ln(1 + exp(s_uj − s_ui)) + λ/2 |Θ|²,  score(i) = q·p_i + b_i, with i an item that u has, j one that u has not, q the tastes found for your history, p_i and b_i the traits of the item and its own appeal, Θ all of these numbers',
    strengths: 'Learns what a list needs, the order, from nothing but choices.',
    weaknesses:
      'Most items are not chosen because they are not known, and it takes them for losers; what came out depends a little on chance.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'similar', 'explain'],
  params: {
    factors: shared.factors,
    epochs: shared.epochs,
    learningRate: float({
      label: 'Learning rate',
      help: 'How far each step goes; larger steps learn sooner and less steadily.',
      default: 0.1,
      min: 1e-4,
      max: 1,
      scale: 'log',
    }),
    regularization: shared.regularization,
    negatives: shared.negatives,
    step: choice({
      label: 'Steps',
      help: 'Adagrad shortens the steps of what has moved much; plain steps keep their length.',
      advanced: true,
      default: 'adagrad',
      options: [
        { id: 'adagrad', label: 'Adagrad' },
        { id: 'sgd', label: 'plain, as in the paper' },
      ],
    }),
    biases: flag({
      label: 'Item biases',
      help: 'Lets an item be liked by all kinds of people; without them a newcomer’s list is in no order.',
      advanced: true,
      default: true,
    }),
    mapShare: shared.mapShare,
  },

  *fit(train, params, env) {
    const weightOf = exampleWeights(train, 'equal');
    const choices = {
      ...params,
      ...({ loss: 'bpr', maxDraws: 1, drawn: 1, position: 1, negativesPerPositive: 0, exact: false } as const),
      ...{ identity: true, normalize: true, itemMetadata: null, userMetadata: null },
    };
    const factors = yield* fitRankedFactors(train, choices, weightOf, env);
    return rankedModel(factors, train, { weightOf, boost: null, identity: { recommender: id, version, params } });
  },

  restore: (snapshot, train, params) =>
    rankedModel(rankedFactorsOf(snapshot), train, {
      weightOf: exampleWeights(train, 'equal'),
      boost: null,
      identity: { recommender: id, version, params },
    }),
});
