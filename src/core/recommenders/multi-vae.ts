/**
 * A history squeezed into a short code and spread out again over all items: a variational autoencoder.
 * D. Liang, R. G. Krishnan, M. D. Hoffman, T. Jebara, "Variational autoencoders for collaborative filtering", WWW 2018.
 *
 *   encode    μ, log σ² = f(x̂),  x̂ the likes scaled to length 1, of which a share is dropped while learning
 *   draw      z = μ + σ ε,  ε standard normal; z = μ once learned
 *   decode    s = g(z),  π = softmax(s)
 *   minimize  mean over people of  − n^(c−1) Σ_i x_i ln π_i + β ½ Σ_k (μ_k² + σ_k² − 1 − ln σ_k²),  and λ/2 |θ|²
 * with β rising to its cap by equal steps. The paper has c = 1 and λ = 0: a person of n likes counts n times as much as one of
 * a single like, and on small data the weights learn them by heart. f and g are one layer each, or two with tanh between. A score is s, so that
 * without hidden layers it is a sum over the history as in a factorization.
 */
import { exampleWeights, examplesOf } from '../data/examples.ts';
import type { CsrMatrix } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import type { ValuesOf } from '../params.ts';
import { float, int } from '../params.ts';
import type { Rng } from '../rng.ts';
import type { Learner } from './epochs.ts';
import { learn } from './epochs.ts';
import { learningParams } from './learning-params.ts';
import { likesCount } from './ranked-params.ts';
import { defineRecommender } from './recommender.ts';
import { vaeModel } from './vae-model.ts';
import { startOfVae, vaeNetwork } from './vae-network.ts';
import { cutForPatience } from './validation.ts';

// Chosen on a fifth of each user's training part of MovieLens latest-small, likes alone; the validation hardly changes after
// 50 epochs, and holding ratings back to see when it does costs more than it gains.
const params = {
  factors: int({
    label: 'Factors',
    help: 'Numbers in the code that a history is squeezed into; more tell finer tastes apart and need more data.',
    default: 64,
    min: 1,
    max: 512,
    scale: 'log',
  }),
  hidden: int({
    label: 'Hidden layer',
    help: 'Width of a further layer before the code and after it; 0: none, which learns faster.',
    default: 0,
    min: 0,
    max: 1024,
  }),
  ...learningParams({ epochs: 60, learningRate: 0.003, batch: 64, patience: 0 }),
  dropout: float({
    label: 'Dropped',
    help: 'Share of a history hidden while learning, so that the rest must tell what is missing.',
    default: 0.5,
    min: 0,
    max: 0.95,
  }),
  beta: float({
    label: 'Divergence counts',
    help: 'How much codes are held to a common cloud; more makes lists steadier and less personal.',
    default: 0.5,
    min: 0,
    max: 10,
  }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls all weights towards zero; more relies on strong connections.',
    default: 0.01,
    min: 0,
    max: 10,
  }),
  balance: float({
    label: 'Long histories count',
    help: '1: by every like they hold; 0: like short ones.',
    advanced: true,
    default: 0.5,
    min: 0,
    max: 1,
  }),
  annealing: int({
    label: 'Epochs of rising',
    help: 'Over how many epochs the divergence comes to count in full.',
    advanced: true,
    default: 20,
    min: 0,
    max: 1000,
  }),
  weights: likesCount('Likes count'),
};
type Params = ValuesOf<typeof params>;

const id = 'multi-vae';
const version = 1;
/** What a tab can be expected to give to weights, their slopes and moments, and to what a step computes. */
const mostBytes = 1.5e9;
/** Small data are learned from in small batches, or an epoch would be one step. */
const fewestSteps = 4;

export const multiVae = defineRecommender({
  id,
  label: 'Multi-VAE',
  summary: 'Squeezes what you like into a short code and reads off it what is missing.',
  family: 'neural',
  reference: 'Liang et al., Variational autoencoders for collaborative filtering, WWW 2018',
  lesson: {
    idea: 'Hide half of what somebody likes, squeeze the rest into a short code, and have the code name everything they like. Items compete for one person’s attention: naming one more surely leaves less for the others. The code is shaken a little while learning, so that codes near each other must mean nearly the same and what is rare cannot be learned by heart.',
    formula:
      'score(i) = b_i + d_i·(c + Σ e_j / √n over your n likes j), with e_j what an item says of you, d_i what it asks for, b_i how much it is liked anyway; learned with − Σ ln(softmax score) over the likes + β × how far codes stray from a common cloud. Each like’s part is e_j·d_i / √n; with hidden layers the parts are what the change from an empty history to yours adds, shared out layer by layer in proportion',
    strengths:
      'Learns lists rather than ratings, needs no drawn negatives, and answers anyone from their history in one pass.',
    weaknesses: 'Every step scores every item, so it grows slow with large catalogs; what came out depends on chance.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'paper',
      label: 'As in the paper: hidden layers of 600, a code of 200',
      params: {
        ...{ factors: 200, hidden: 600, beta: 0.2, annealing: 40, balance: 1, regularization: 0 },
        ...{ learningRate: 0.001, batch: 500, epochs: 200, patience: 20 },
      },
    },
  ],

  async *fit(train, params, env) {
    const weightOf = exampleWeights(train, params.weights);
    const cut = cutForPatience(train, params.patience, env.rng.fork('validation'));
    const likes = examplesOf(cut.byUser, weightOf, false);
    const people = Uint32Array.from({ length: likes.rows }, (_, user) => user).filter(
      (user) => likes.indptr[user] < likes.indptr[user + 1],
    );
    const size = Math.min(params.batch, Math.ceil(people.length / fewestSteps));
    refuseTooLarge(train.items, size, params);
    const tensors = await env.tensors();
    const network = vaeNetwork(tensors, likes, startOfVae(likes, params, env.rng.fork('start')), params);
    const steps = Math.ceil(people.length / size);
    const order = people.slice();
    let begun: { rng: Rng; epoch: number };
    const learner: Learner = {
      ...network,
      steps,
      examples: size,
      begin(rng, epoch) {
        order.set(people);
        rng.shuffle(order);
        begun = { rng, epoch };
      },
      loss(step) {
        const { rng, epoch } = begun;
        const risen = Math.min(1, ((epoch - 1) * steps + step + 1) / Math.max(1, params.annealing * steps));
        const batch = order.subarray(step * size, (step + 1) * size);
        return network.loss(batch, size, { rng, dropout: params.dropout }, params.beta * risen);
      },
      snapshot: (values) => ({
        ...{ recommender: id, version, params, numbers: {}, words: {} },
        arrays: answering(values, likes, params),
      }),
      restore: (snapshot) => vaeModel(snapshot, train, weightOf),
    };
    return yield* learn(learner, tensors, env, { ...params, measure: 'ndcg@10', cut });
  },

  restore: (snapshot, train, params) => vaeModel(snapshot, train, exampleWeights(train, params.weights)),
});

/** Weights, slopes and two moments of each, and about six tables of a batch's scores. */
function refuseTooLarge(items: number, size: number, { factors, hidden }: Params): void {
  const widths = hidden === 0 ? 3 * factors : 2 * hidden;
  const bytes = 4 * items * (4 * widths + 6 * size);
  if (bytes <= mostBytes) return;
  throw new LabError(
    'ParamError',
    `Expected a network of at most ${mostBytes / 1e9} GB; ${items} items × ${widths} weights and ${size} people a step take ${(bytes / 1e9).toFixed(1)}. Lower the batch, the factors or the hidden layer.`,
  );
}

/** What answers need: nothing of log σ², and of items that nobody likes nothing but how little they are liked. */
function answering(values: Readonly<Record<string, Float32Array>>, likes: CsrMatrix, { factors, hidden }: Params) {
  const first = (table: Float32Array) => {
    const kept = new Float32Array(table.length / 2);
    for (let at = 0, row = 0; at < table.length; at += 2 * factors, row += factors)
      kept.set(table.subarray(at, at + factors), row);
    return kept;
  };
  const { encoder, encoderBiases, middle, middleBiases } = values;
  const arrays: Record<string, Float32Array> =
    hidden === 0
      ? { ...values, encoder: first(encoder), encoderBiases: first(encoderBiases) }
      : { ...values, middle: first(middle), middleBiases: first(middleBiases) };
  const isLiked = new Uint8Array(likes.cols);
  for (const item of likes.indices) isLiked[item] = 1;
  for (const table of [arrays.encoder, arrays.items]) {
    const width = table.length / likes.cols;
    for (let item = 0; item < likes.cols; item++) {
      if (!isLiked[item]) table.fill(0, item * width, (item + 1) * width);
    }
  }
  return arrays;
}
