/**
 * Items that the same people chose, and liked, as yours.
 * B. Sarwar, G. Karypis, J. Konstan, J. Riedl, "Item-based collaborative filtering recommendation algorithms", WWW 2001;
 * M. Deshpande, G. Karypis, "Item-based top-N recommendation algorithms", TOIS 2004.
 *
 * With s_ij the similarity of the columns of items i and j, shrunk to s_ij n / (n + β) for n people who have both, and
 * N(i) the `kept` items most similar to i, the neighbors of i for a history H are the k largest |s_ij| among j ∈ N(i) ∩ H:
 *   sum    score(i) = Σ_j s_ij p_j          p the preference (a rating minus the middle of its scale; see data/preference)
 *   mean   score(i) = m + Σ_j s_ij (r_j − m) / Σ_j |s_ij|    m the mean of H, which holds where i has no neighbor; r_i where
 *          i ∈ H. Where no similarity is negative this is the weighted mean Σ_j s_ij r_j / Σ_j |s_ij|
 * `rate` is the second formula, or beside `sum`  m_i + Σ_j s_ij (r_j − m_j) / (Σ_j |s_ij| + doubt)  around the means of items or
 * what is usual for item and person (math/rating-baseline).
 * Neighbors of the candidate, rather than candidates near the history: a popular item must have your items among its closest.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { transpose } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { cellWeights, mapRows } from '../math/cell-weights.ts';
import type { Comparison } from '../math/similarity.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import { itemNeighbors } from './item-neighbors.ts';
import { ratingParams, readingOf, weightingParams } from './neighborhood.ts';
import type { FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';
import { arraysOf, similarItems, tableIn } from './similar-items.ts';

const params = {
  similarity: choice({
    label: 'Alike means',
    help: 'Chosen by the same people, with or without regard to whether they liked it; or rated up and down together.',
    default: 'preference',
    options: [
      { id: 'preference', label: 'cosine of preferences' },
      { id: 'cosine', label: 'cosine of raw values' },
      { id: 'dot', label: 'sum of products of raw values, which popular items win' },
      { id: 'overlap-cosine', label: 'cosine over the people who have both' },
      { id: 'adjusted-cosine', label: 'the same, of ratings minus each person’s mean' },
      { id: 'pearson', label: 'Pearson correlation over the people who have both' },
      { id: 'baseline', label: 'correlation of what differs from usual' },
      { id: 'msd', label: 'mean squared difference over the people who have both' },
      { id: 'jaccard', label: 'share of people in common' },
    ],
  }),
  weighting: weightingParams.weighting,
  scoring: choice({
    label: 'Score',
    help: 'Likeness to your items added up; or the mean of their ratings, which lets a single neighbor put an item on top.',
    live: true,
    default: 'sum',
    options: [
      { id: 'sum', label: 'likeness times preference, added up' },
      { id: 'mean', label: 'mean rating, weighted by likeness' },
    ],
  }),
  rating: choice({
    label: 'Ratings are predicted',
    help: 'From how far your ratings depart from the means of the items, or from what is usual for them and you; a score that is a mean rating predicts by itself.',
    advanced: true,
    live: true,
    default: 'baseline',
    options: [
      { id: 'baseline', label: 'around what is usual' },
      { id: 'means', label: 'around the means of items' },
    ],
  }),
  kept: int({
    label: 'Neighbors kept',
    help: 'How many similar items to remember of each; more reach further and cost memory.',
    advanced: true,
    default: 100,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  neighbors: int({
    label: 'Neighbors used',
    help: 'How many of your own items may speak for one candidate, the most similar first.',
    live: true,
    default: 100,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  shrinkage: float({
    label: 'Shrinkage',
    help: 'Distrusts a similarity that rests on few people: with this many it counts half.',
    default: 10,
    min: 0,
    max: 1000,
  }),
  minOverlap: int({
    label: 'Shared people, at least',
    help: 'Items with fewer people in common are not similar at all.',
    advanced: true,
    default: 1,
    min: 1,
    max: 100,
  }),
  ...ratingParams,
  saturation: weightingParams.saturation,
  lengthShare: weightingParams.lengthShare,
};
type Params = ValuesOf<typeof params>;

const id = 'item-knn';
const version = 1;

export const itemKnn = defineRecommender({
  id,
  label: 'Item neighbors',
  summary: 'Items that the same people liked as the ones you like.',
  family: 'neighborhood',
  reference: 'Sarwar et al., Item-based collaborative filtering recommendation algorithms, WWW 2001',
  lesson: {
    idea: 'Two items are alike if the same people liked them. For every item its closest companions are worked out once. An item’s score adds up how alike it is to each thing you liked, less what you disliked.',
    formula:
      'score(i) = Σ s_ij p_j over the k of your items j most similar to i, with s_ij the cosine of the two items over people, shrunk where few have both, p_j how far your rating of j lies above the middle of the scale',
    strengths:
      'Answers fast after one pass over the data, explains itself by your own items, and is steady when people change.',
    weaknesses:
      'Sees only pairs: a taste that shows in the whole of a history escapes it, and so do items that few have.',
  },
  version,
  needs: [],
  traits: ['personalized', 'rates', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: {
        ...{ similarity: 'overlap-cosine', scoring: 'mean', kept: 10_000, neighbors: 50 },
        ...{ shrinkage: 0, minOverlap: 2 },
      },
    },
    {
      id: 'lesson',
      label: 'As in the lesson: cosine of whole columns',
      params: { similarity: 'cosine', scoring: 'mean', kept: 10_000, neighbors: 10_000, shrinkage: 0 },
    },
    { id: 'tf-idf', label: 'TF-IDF: active people count less', params: { weighting: 'tf-idf' } },
    {
      id: 'bm25',
      label: 'BM25: active people count less, popular items win',
      params: { weighting: 'bm25', similarity: 'dot', kept: 800, neighbors: 10_000 },
    },
    {
      id: 'baseline',
      label: 'As KNNBaseline in Surprise',
      params: {
        ...{ similarity: 'baseline', kept: 10_000, neighbors: 40 },
        ...{ shrinkage: 100, doubt: 0, opposites: false },
      },
    },
  ],

  *fit(train, params, { kernels }) {
    const similar = yield* similarItems({ ...comparisonOf(train, params), keep: params.kept }, kernels);
    return fitted(similar, train, params);
  },

  restore: (snapshot, train, params) => fitted(tableIn(snapshot, train.items), train, params),
});

/** What is compared: items × people, as values or as what they say, by which measure. */
function comparisonOf(train: TrainingSet, params: Params): Comparison {
  const { read, measure } = readingOf(params.similarity, train, 'users');
  const cells = transpose(mapRows(train.byUser, read));
  const rows = measure === 'cosine' || measure === 'dot' ? mapRows(cells, cellWeights(cells, params)) : cells;
  const { shrinkage, minOverlap } = params;
  return { rows, columns: transpose(rows), similarity: measure, shrinkage, minOverlap };
}

/** `similar`: items × items, each row the neighbors of that item. */
function fitted(similar: CsrMatrix, train: TrainingSet, params: Params): FittedModel {
  return {
    ...itemNeighbors(similar, train, params),
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: arraysOf(similar),
      numbers: {},
      words: {},
    }),
  };
}
