/**
 * Users and items as sums of what is known of them, learned by a loss on the order of items.
 * M. Kula, "Metadata embeddings for user and item cold-start recommendations", CBRecSys 2015.
 * J. Weston, S. Bengio, N. Usunier, "WSABIE: scaling up to large vocabulary image annotation", IJCAI 2011.
 * J. Weston, H. Yee, R. J. Weiss, "Learning to rank recommendations with the k-order statistic loss", RecSys 2013.
 *
 *   score     s_ui = q_u·p_i + b_u + b_i,   q_u = Σ_f w_uf e_f,   p_i = Σ_f w_if e_f   and the same for the biases
 *   features  one of its own for every user and item, and the metadata; the weights of a row add up to 1, or are as given
 *   minimize  one of the losses of core/math/ranking-loss.ts, example by example, by Adagrad or Adadelta
 * An item nobody has met is known by its metadata alone. Anyone is scored from their history, see ranked-factors.ts.
 */
import type { ItemDescription } from '../data/catalog.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { exampleWeights } from '../data/examples.ts';
import { categoryFeatures, featuresNamed } from '../data/feature-rows.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { ValuesOf } from '../params.ts';
import { choice, flag, float, int } from '../params.ts';
import type { RankedModelOptions } from './ranked-factors.ts';
import { rankedFactorsOf, rankedModel } from './ranked-factors.ts';
import { fitRankedFactors } from './ranked-fit.ts';
import { likesCount, rankedParams } from './ranked-params.ts';
import { defineRecommender } from './recommender.ts';

const shared = rankedParams({ epochs: 20, regularization: 0.05 });
const params = {
  loss: choice({
    label: 'Loss',
    help: 'WARP looks for items that wrongly rank above a liked one; k-OS does so from a middling liked one; BPR compares with any; logistic predicts likes one by one.',
    default: 'warp',
    options: [
      { id: 'warp', label: 'WARP' },
      { id: 'warp-kos', label: 'k-OS WARP' },
      { id: 'bpr', label: 'BPR' },
      { id: 'logistic', label: 'logistic' },
    ],
  }),
  factors: shared.factors,
  epochs: shared.epochs,
  learningRate: float({
    label: 'Learning rate',
    help: 'How far each step goes, for Adagrad; larger steps learn sooner and less steadily.',
    default: 0.05,
    min: 1e-4,
    max: 1,
    scale: 'log',
  }),
  regularization: shared.regularization,
  itemFeatures: choice({
    label: 'Item features',
    help: 'What is known of items besides who has them; with it, items nobody has met can be ranked.',
    default: 'any',
    options: [
      { id: 'any', label: 'those of the data, else the categories of the catalog' },
      { id: 'given', label: 'those of the data' },
      { id: 'none', label: 'none' },
    ],
  }),
  userFeatures: flag({
    label: 'User features',
    help: 'Learns from what is known of people besides their histories; someone new is taken for the average of them.',
    advanced: true,
    default: false,
  }),
  identity: flag({
    label: 'A feature of its own for each',
    help: 'Without it, users and items with equal metadata are the same.',
    advanced: true,
    default: true,
  }),
  normalize: flag({
    label: 'Normalize features',
    help: 'Divides the weights of a row of features by their sum, so that one with many features is no longer than others.',
    advanced: true,
    default: true,
  }),
  weights: likesCount('Examples count'),
  negatives: shared.negatives,
  maxDraws: int({
    label: 'Most draws',
    help: 'WARP: how often to look for a wrongly ranked item before an example is left alone.',
    advanced: true,
    default: 10,
    min: 1,
    max: 200,
  }),
  position: int({
    label: 'k of k-OS',
    help: 'Which of the drawn liked items to learn from, counted from the best; a later one cares for the whole of a taste.',
    advanced: true,
    default: 5,
    min: 1,
    max: 50,
  }),
  drawn: int({
    label: 'n of k-OS',
    help: 'How many liked items to draw.',
    advanced: true,
    default: 10,
    min: 1,
    max: 50,
  }),
  negativesPerPositive: int({
    label: 'Logistic: not chosen, per like',
    help: 'How many items somebody does not have count as disliked for each they like; 0 relies on real dislikes.',
    advanced: true,
    default: 3,
    min: 0,
    max: 20,
  }),
  step: choice({
    label: 'Steps',
    help: 'Adagrad shortens the steps of what has moved much; Adadelta also finds their length.',
    advanced: true,
    default: 'adagrad',
    options: [
      { id: 'adagrad', label: 'Adagrad' },
      { id: 'adadelta', label: 'Adadelta' },
    ],
  }),
  biases: flag({
    label: 'Biases',
    help: 'Lets an item be liked by all kinds of people; without them a newcomer’s list is in no order.',
    advanced: true,
    default: true,
  }),
  mapShare: shared.mapShare,
  boost: float({
    label: 'Pull of the last item',
    help: 'How much more what is like the item acted on last should count, as on the page of a product.',
    advanced: true,
    live: true,
    default: 0,
    min: 0,
    max: 10,
  }),
  boostScale: choice({
    label: 'Pulls on',
    help: 'Scores brought to one scale, so that everyone is pulled alike, or scores as they are.',
    advanced: true,
    live: true,
    default: 'standard',
    options: [
      { id: 'standard', label: 'scores of mean 0 and standard deviation 1' },
      { id: 'raw', label: 'scores as they are' },
    ],
  }),
  arithmetic: choice({
    label: 'Arithmetic',
    help: 'Single precision in WebAssembly, or double precision, slowly.',
    advanced: true,
    default: 'fast',
    options: [
      { id: 'fast', label: '32 bits' },
      { id: 'exact', label: '64 bits' },
    ],
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'lightfm';
const version = 2;

export const lightfm = defineRecommender({
  id,
  label: 'LightFM',
  summary: 'Tastes learned by correcting wrongly ranked items, from choices and from what is known of the items.',
  family: 'factorization',
  reference: 'Kula, Metadata embeddings for user and item cold-start recommendations, CBRecSys 2015',
  lesson: {
    idea: 'Describe every item and every person by features: their own, and what is known of them, such as categories. Each feature gets hidden traits, and an item’s traits are the sum of its features’. Fitting looks for items that stand above a liked one without being chosen, and pushes the two past each other.',
    formula:
      'score(i) = q·p_i + b_i,  p_i = Σ w_if e_f, with e_f the traits of a feature, w_if how much of it the item has, b_i its appeal, summed the same way, q the tastes found for your history',
    strengths:
      'An item nobody has met yet has a place through its features, and with WARP the top of the list is what is learned.',
    weaknesses: 'Has many settings; features that say little add noise, and fitting takes longer than counting.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'new-item', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook: the library’s defaults, all features',
      params: {
        ...{ factors: 10, regularization: 0, itemFeatures: 'given', userFeatures: true },
        ...{ boost: 0.25, boostScale: 'raw' },
      },
    },
  ],

  *fit(train, params, env) {
    const options = modelOptions(train, params);
    const choices = {
      ...params,
      exact: params.arithmetic === 'exact',
      itemMetadata: itemMetadata(train, params),
      userMetadata: params.userFeatures ? (train.userFeatures?.rows ?? null) : null,
    };
    const factors = yield* fitRankedFactors(train, choices, options.weightOf, env);
    return rankedModel(factors, train, options);
  },

  restore: (snapshot, train, params) => rankedModel(rankedFactorsOf(snapshot), train, modelOptions(train, params)),
});

function modelOptions(train: TrainingSet, params: Params): RankedModelOptions {
  const { boost: share, boostScale } = params;
  return {
    weightOf: exampleWeights(train, params.weights),
    boost: share > 0 ? { share, standardize: boostScale === 'standard' } : null,
    featuresOf: featuresOf(train, params),
    identity: { recommender: id, version, params },
  };
}

/** The features of an item known by its description: those of its categories that were learned about. */
function featuresOf(train: TrainingSet, params: Params): (item: ItemDescription) => SparseRow {
  const given = params.itemFeatures === 'none' ? [] : train.itemFeatures?.names;
  const names = given ?? (params.itemFeatures === 'any' ? train.catalog.categories?.names : null) ?? [];
  return ({ categories }) => {
    const indices = featuresNamed({ names }, categories);
    return { indices, values: new Float64Array(indices.length).fill(params.normalize ? 1 / indices.length : 1) };
  };
}

function itemMetadata(train: TrainingSet, { itemFeatures }: Params): CsrMatrix | null {
  if (itemFeatures === 'none') return null;
  return train.itemFeatures?.rows ?? (itemFeatures === 'any' ? categoryFeatures(train.catalog) : null);
}
