/**
 * Instead of a product of two vectors, a small network says whether a person and an item go together.
 * X. He, L. Liao, H. Zhang, L. Nie, X. Hu, T.-S. Chua, "Neural collaborative filtering", WWW 2017.
 *
 *   products  g = p ⊙ q                                    GMF; p, q what is learned of the person and of the item
 *   layers    h = relu(W₂ relu(W₁ [p', q'] + a₁) + a₂)     MLP; p', q' the rest of the same vectors
 *   logit     s = w·[g, h] + b + b_i                       NeuMF; one of the two parts may be missing
 *   minimize  mean of  − y ln σ(s) − (1 − y) ln (1 − σ(s)) + λ/2 |θ|²,  θ all embeddings
 * Learned from likes, y is 1 for a like and 0 for a dislike and for items drawn for every like; where there are ratings, a
 * second s in the same network learns them, y being the rating as a share of its scale. Learned from ratings, as in the
 * notebook, there is that one alone. A rating is predicted as min + (max − min) σ(s).
 *
 * p is the paper's vector of each person, or p = m + Σ w_j e_j / √n over a history, learned without the item asked about; it
 * needs no person to have been there. The paper's vectors are brought into that form afterwards, by the linear map that comes
 * closest to them (math/history-map.ts): e_j = W q_j.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { examplesOf, exampleWeights } from '../data/examples.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { cosinesOfRows, rowDot } from '../math/factor-rows.ts';
import { applyMap, fitHistoryMap, summaryOf } from '../math/history-map.ts';
import { mean } from '../math/statistics.ts';
import type { CfTask } from './cf-examples.ts';
import { cfExamples } from './cf-examples.ts';
import { cfAnswers } from './cf-model.ts';
import type { CfShape, CfWeights } from './cf-network.ts';
import { cfNetwork, startOfCf } from './cf-network.ts';
import type { CfParams } from './cf-params.ts';
import { params } from './cf-params.ts';
import type { Learner } from './epochs.ts';
import { learn } from './epochs.ts';
import type { ExplanationPart, FittedModel, ModelSnapshot } from './recommender.ts';
import { copyOf, defineRecommender, explanationOf } from './recommender.ts';
import { cutForPatience, lastRows } from './validation.ts';
import { exp } from '../math/elementary.ts';

const id = 'neural-cf';
const version = 1;

export const neuralCf = defineRecommender({
  id,
  label: 'Neural CF',
  summary: 'A small network learns which people and items go together.',
  family: 'neural',
  reference: 'He et al., Neural collaborative filtering, WWW 2017',
  lesson: {
    idea: 'Learn a few numbers for every item and every person, and let a network decide what they mean together: some are multiplied, others go through two layers that can learn rules like “this only with that”. It sees things people liked beside things drawn by lot, and learns to tell them apart. You are the sum of what your items say about you, so it knows you from your first rating.',
    formula:
      'score(u, i) = w·[p_u ⊙ q_i, relu(W₂ relu(W₁ [p′_u, q′_i]))] + b_i, p_u = m + Σ w_j e_j / √n over your n items j, w_j how much you like j. A part of an explanation is what an item adds to p_u times what that adds to the score: the change from nothing known to your history, shared out layer by layer in proportion',
    strengths: 'Learns lists and ratings in one network; layers can find what products cannot say.',
    weaknesses:
      'Many settings and much computing for little: simple products, well tuned, do as well. Results depend on chance.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'rates', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook: ratings, two layers, a vector each',
      params: {
        ...{ learns: 'ratings', network: 'mlp', people: 'own', factors: 50, first: 128, second: 64, dropout: 0.2 },
        ...{ learningRate: 0.001, batch: 256, epochs: 50, patience: 0, validation: 'last' },
        ...{ regularization: 0, biases: false },
      },
    },
    {
      id: 'paper',
      label: 'As in the paper: likes, both networks, a vector each',
      params: { people: 'own', biases: false, regularization: 0, learningRate: 0.001, batch: 256, dropout: 0 },
    },
  ],

  async *fit(train, params, env) {
    const reading = readingOf(train, params);
    const cut =
      params.validation === 'last'
        ? lastRows(train, 0.2)
        : cutForPatience(train, params.patience, env.rng.fork('validation'));
    const { byUser } = cut;
    // A history without any like is learned from, but data without any are not.
    if (reading.tasks[0] === 'choice') examplesOf(byUser, reading.weightOf, false);
    const tensors = await env.tensors();
    const shape = shapeOf(reading, params);
    const sizes = { ...params, users: train.users, items: train.items };
    const network = cfNetwork(tensors, startOfCf(sizes, shape, env.rng.fork('start')), shape, params);
    const negatives = reading.tasks[0] === 'choice' ? params.negatives : 0;
    const batchOf = cfExamples(byUser, { ...reading, people: params.people, negatives });
    const order = new Uint32Array(byUser.indices.length);
    const size = Math.min(params.batch, Math.ceil(order.length / fewestSteps));
    let chance = env.rng;
    const learner: Learner = {
      ...network,
      steps: Math.ceil(order.length / size),
      examples: size,
      begin(rng) {
        for (let at = 0; at < order.length; at++) order[at] = at;
        rng.shuffle(order);
        chance = rng;
      },
      loss: (step) => network.loss(batchOf(order.subarray(step * size, (step + 1) * size), size, chance), chance),
      snapshot: (values) => ({
        ...{ recommender: id, version, params, numbers: {}, words: {} },
        arrays: answering({ ...values }, byUser, reading, shape),
      }),
      restore: (snapshot) => fitted(snapshot, train, params),
    };
    const measure = reading.tasks[0] === 'choice' ? 'ndcg@10' : 'rmse';
    return yield* learn(learner, tensors, env, { ...params, measure, cut });
  },

  restore: (snapshot, train, params) => fitted(snapshot, train, params),
});

/** Small data are learned from in small batches, or an epoch would be one step. */
const fewestSteps = 10;

interface Reading {
  readonly tasks: readonly CfTask[];
  readonly weightOf: ExampleWeight;
  readonly shareOf: (value: number) => number;
  /** The other way round. */
  readonly valueOf: (share: number) => number;
}

/** What the data are learned as; data without ratings only have likes. */
function readingOf(train: TrainingSet, { learns }: CfParams): Reading {
  const values = Float64Array.from(train.byUser.values);
  const [lowest, highest] = [Math.min, Math.max].map((most) => values.reduce((a: number, b: number) => most(a, b)));
  const { min, max } = train.ratingScale ?? { min: lowest, max: highest };
  const usual = mean(values);
  const alone = train.feedback === 'explicit' && learns === 'ratings';
  return {
    tasks: train.feedback === 'implicit' ? ['choice'] : alone ? ['stars'] : ['choice', 'stars'],
    weightOf: alone ? (value) => value - usual : exampleWeights(train, 'preference'),
    shareOf: (value) => (max > min ? (value - min) / (max - min) : 1),
    valueOf: (share) => min + share * (max - min),
  };
}

function shapeOf({ tasks }: Reading, { network, factors, first, second }: CfParams): CfShape {
  const [products, layered] = [network === 'mlp' ? 0 : factors, network === 'gmf' ? 0 : factors];
  return { products, layered, first, second, outputs: tasks.length };
}

/** What answers need. Of items nobody has met only what was learned of them as drawn ones means anything. */
function answering(values: CfWeights, byUser: CsrMatrix, { tasks, weightOf }: Reading, shape: CfShape): CfWeights {
  const width = shape.products + shape.layered;
  const met = new Uint8Array(byUser.cols);
  for (const item of byUser.indices) met[item] = 1;
  const clear = (table: Float32Array) =>
    met.forEach((isMet, item) => isMet === 0 && table.fill(0, item * width, (item + 1) * width));
  if (tasks[0] === 'stars') clear(values.items);
  if (values.users) return { ...values, ...mapped(values.users, values.items, byUser, weightOf, width) };
  clear(values.histories);
  return values;
}

/** The vectors of people, as what a history says of them. */
function mapped(
  users: Float32Array,
  items: Float32Array,
  byUser: CsrMatrix,
  weightOf: ExampleWeight,
  width: number,
): Pick<CfWeights, 'histories' | 'middle'> {
  const active = Array.from({ length: byUser.rows }, (_, user) => user).filter(
    (user) => byUser.indptr[user] < byUser.indptr[user + 1],
  );
  const middle = new Float32Array(width);
  for (const user of active) for (let f = 0; f < width; f++) middle[f] += users[user * width + f] / active.length;
  function* pairs() {
    for (const user of active) {
      const { indices, values } = rowOf(byUser, user);
      const summary = summaryOf({ indices, values: Float64Array.from(values, weightOf) }, items, width);
      yield { summary, target: middle.map((usual, f) => users[user * width + f] - usual) };
    }
  }
  const fitting = fitHistoryMap(pairs(), width, mapShare);
  let step = fitting.next();
  while (!step.done) step = fitting.next();
  const histories = new Float32Array(items.length);
  for (let at = 0; at < items.length; at += width)
    histories.set(applyMap(step.value, Float64Array.from(items.subarray(at, at + width))), at);
  return { histories, middle };
}

const mapShare = 0.1;

function fitted(snapshot: ModelSnapshot, train: TrainingSet, params: CfParams): FittedModel {
  const weights = snapshot.arrays as CfWeights;
  const reading = readingOf(train, params);
  const shape = shapeOf(reading, params);
  const width = shape.products + shape.layered;
  const answers = cfAnswers(weights, shape);
  const [scored, stars] = [0, reading.tasks.indexOf('stars')];
  const scoresStars = stars === scored;
  const starsOf = (logit: number) => reading.valueOf(1 / (1 + exp(-logit)));
  const nobody = Float64Array.from(weights.middle);
  const isUnmet = (item: number) => train.byItem.indptr[item] === train.byItem.indptr[item + 1];

  /** The vector learned of a person, where there is one. */
  function ownOf({ user }: Query): Float64Array | null {
    const known = weights.users !== undefined && user !== null && user < train.users;
    if (!known || train.byUser.indptr[user] === train.byUser.indptr[user + 1]) return null;
    return Float64Array.from(weights.users.subarray(user * width, (user + 1) * width));
  }
  const heard = ({ history: { indices, values } }: Query) => ({
    indices,
    values: Float64Array.from(values, reading.weightOf),
  });
  const personOf = (query: Query) => ownOf(query) ?? answers.personOf(heard(query));

  function rate(query: Query, out: Float64Array): void {
    answers.logits(personOf(query), stars, out);
    for (let item = 0; item < out.length; item++) out[item] = starsOf(out[item]);
  }

  /** Over the items of a history, or of somebody known by their own vector all in one. */
  function partsOf(query: Query, item: number): ExplanationPart[] {
    const person = personOf(query);
    const slopes = answers.slopes(item, scored, nobody, person);
    if (ownOf(query)) {
      const amount = slopes.reduce((sum, slope, f) => sum + slope * (person[f] - nobody[f]), 0);
      return [{ kind: 'bias', index: -1, label: 'how it meets what was learned of them', amount }];
    }
    const { indices, values } = heard(query);
    const scale = 1 / Math.sqrt(indices.length || 1);
    return Array.from(indices, (index, at): ExplanationPart => {
      const amount = values[at] * scale * rowDot(weights.histories, index, slopes);
      return { kind: 'item', index, label: train.catalog.titles[index], amount };
    });
  }

  return {
    score(query, out) {
      if (scoresStars) rate(query, out);
      else answers.logits(personOf(query), scored, out);
    },
    ...(stars >= 0 && { rate }),
    similar(item, out) {
      cosinesOfRows(weights.items, width, item, out);
      for (let other = 0; other < out.length; other++) if (isUnmet(item) || isUnmet(other)) out[other] = NaN;
    },
    explain(query, item) {
      const prior = answers.logit(nobody, scored, item);
      const parts = partsOf(query, item);
      const label = 'what anyone gets';
      if (!scoresStars) return explanationOf(parts, prior, label);
      const change = parts.reduce((sum, { amount }) => sum + amount, 0);
      const [from, to] = [starsOf(prior), starsOf(prior + change)];
      const scale = change === 0 ? 0 : (to - from) / change;
      return explanationOf(
        parts.map((part) => ({ ...part, amount: part.amount * scale })),
        from,
        label,
      );
    },
    snapshot: () => copyOf(snapshot),
  };
}
