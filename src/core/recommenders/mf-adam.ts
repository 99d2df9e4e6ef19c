/**
 * A rating as what is usual plus how an item's traits meet a person's tastes, learned on tensors in small batches.
 * Y. Koren, R. Bell, C. Volinsky, "Matrix factorization techniques for recommender systems", IEEE Computer 42, 2009;
 * D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
 *
 *   predict   r̂_ui = μ + b_u + b_i + p_u·q_i
 *   minimize  mean over a batch of (r_ui − r̂_ui)²  +  a penalty, by Adam
 *   penalty   of what the batch touches:  λ · mean of (b_u² + b_i² + |p_u|² + |q_i|²);  of everything:  λ/2 · Σ of squares of all
 *             parameters, μ too, at every step, as in the notebook
 *   rate      for the history asked about (recommenders/rating-factors); of "own" known users with the p_u and b_u learned
 */
import type { CsrMatrix } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { factorProducts } from '../math/factor-products.ts';
import { clearUnmet } from '../math/factor-rows.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float } from '../params.ts';
import type { Rng } from '../rng.ts';
import { dampingParam, factorsParam } from './factor-params.ts';
import type { FactorStart } from './factor-network.ts';
import { factorNetwork } from './factor-network.ts';
import type { Learner } from './epochs.ts';
import { learn } from './epochs.ts';
import { learningParams } from './learning-params.ts';
import { ratingFactorsModel } from './rating-factors.ts';
import type { FittedModel, ModelSnapshot } from './recommender.ts';
import { copyOf, defineRecommender, explanationOf } from './recommender.ts';
import { cutForPatience } from './validation.ts';

// Batch, learning rate and regularization compared on ratings held back from the film club and from MovieLens latest-small.
const params = {
  factors: factorsParam(32),
  ...learningParams({ epochs: 30, learningRate: 0.01, batch: 2048, patience: 3 }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls tastes and offsets towards zero; higher values trust short histories less.',
    default: 0.06,
    min: 0,
    max: 10,
  }),
  penalty: choice({
    label: 'Penalty of',
    help: 'What the regularization holds down at each step.',
    advanced: true,
    default: 'touched',
    options: [
      { id: 'touched', label: 'what the batch touches' },
      { id: 'everything', label: 'everything, as in the notebook' },
    ],
  }),
  known: choice({
    label: 'Known people',
    help: 'Whether somebody the model was fitted on is answered from their history, like a newcomer, or with what was learned of them.',
    advanced: true,
    default: 'history',
    options: [
      { id: 'history', label: 'from their history' },
      { id: 'own', label: 'with their own factors' },
    ],
  }),
  damping: dampingParam,
  spread: float({
    label: 'Spread at the start',
    help: 'Tastes and offsets start uniformly between minus this and this.',
    advanced: true,
    default: 0.05,
    min: 1e-6,
    max: 1,
    scale: 'log',
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'mf-adam';
const version = 1;

export const mfAdam = defineRecommender({
  id,
  label: 'Matrix factorization (Adam)',
  summary: 'Hidden tastes learned on tensors, batch by batch, with a loss you can watch fall.',
  family: 'neural',
  reference: 'Koren, Bell & Volinsky, IEEE Computer 2009; Kingma & Ba, Adam, ICLR 2015',
  lesson: {
    idea: 'Guess each rating from what is usual, how generous the person is, how well the item is liked, and how the item’s hidden traits meet the person’s tastes. Take a few hundred ratings at a time, see how wrong the guesses are, and move every number a little downhill; Adam chooses how far for each number from how steadily its slope points one way.',
    formula:
      'rating(u, i) = μ + b_u + b_i + p_u·q_i;  θ ← θ − η · m / √v, with m and v running means of a number’s slope and of its square',
    strengths: 'The plainest network there is, and a good one to watch learning.',
    weaknesses: 'Guesses stars rather than order; plain gradient steps, one rating at a time, learn the same faster.',
  },
  version,
  needs: ['ratings'],
  traits: ['personalized', 'new-user', 'rates', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: {
        ...{ factors: 32, epochs: 10, learningRate: 0.01, batch: 256, patience: 0 },
        ...{ regularization: 1e-5, penalty: 'everything', known: 'own', spread: 0.05 },
      },
    },
  ],

  async *fit(train, params, env) {
    const tensors = await env.tensors();
    const cut = cutForPatience(train, params.patience, env.rng.fork('validation'));
    const { byUser } = cut;
    const network = factorNetwork(tensors, byUser, startOf(train, byUser, params, env.rng.fork('start')), params);
    const count = byUser.indices.length;
    const size = Math.min(params.batch, count);
    const order = new Uint32Array(count);
    const learner: Learner = {
      ...network,
      steps: Math.ceil(count / size),
      examples: size,
      begin(chance) {
        for (let at = 0; at < count; at++) order[at] = at;
        chance.shuffle(order);
      },
      loss: (step) => network.loss(order.subarray(step * size, (step + 1) * size), size),
      snapshot({ users, items, userBiases, itemBiases, usual }) {
        clearUnmet(items, params.factors, train.byItem);
        const arrays = { users, userBiases, items, itemBiases };
        return { recommender: id, version, params, arrays, numbers: { usual: usual[0] }, words: {} };
      },
      restore: (snapshot) => fitted(snapshot, train, params),
    };
    return yield* learn(learner, tensors, env, { ...params, measure: 'rmse', cut });
  },

  restore: (snapshot, train, params) => fitted(snapshot, train, params),
});

/** From start values drawn uniformly. */
function startOf({ users, items }: TrainingSet, byUser: CsrMatrix, { factors, spread }: Params, rng: Rng): FactorStart {
  const draw = (length: number) => Float32Array.from({ length }, () => spread * (2 * rng.next() - 1));
  return {
    users: draw(users * factors),
    items: draw(items * factors),
    userBiases: draw(users),
    itemBiases: draw(items),
    usual: mean(byUser.values),
  };
}

function fitted(snapshot: ModelSnapshot, train: TrainingSet, params: Params): FittedModel {
  const { factors, known } = params;
  const { users, userBiases, items, itemBiases } = snapshot.arrays as Record<string, Float32Array>;
  const { usual } = snapshot.numbers;
  const strangers = ratingFactorsModel({ factors, usual, items, biases: itemBiases }, train, params);
  const copy = () => copyOf(snapshot);
  if (known === 'history') return { ...strangers, snapshot: copy };

  const isKnown = (query: Query): query is Query & { user: number } => query.user !== null && query.user < train.users;
  const own = (user: number) => users.subarray(user * factors, (user + 1) * factors);
  function rate(query: Query, out: Float64Array): void {
    if (!isKnown(query)) return strangers.rate(query, out);
    factorProducts(items, own(query.user), out);
    for (let item = 0; item < out.length; item++) out[item] += usual + itemBiases[item] + userBiases[query.user];
  }
  return {
    ...strangers,
    score: rate,
    rate,
    explain(query, item) {
      if (!isKnown(query)) return strangers.explain(query, item);
      let meeting = userBiases[query.user];
      own(query.user).forEach((taste, f) => (meeting += taste * items[item * factors + f]));
      const part = { kind: 'bias', index: -1, label: 'how its traits meet their tastes', amount: meeting } as const;
      return explanationOf([part], usual + itemBiases[item], 'what everyone gives it');
    },
    snapshot: copy,
  };
}
