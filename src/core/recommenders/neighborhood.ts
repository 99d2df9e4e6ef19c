/** What recommenders share that listen to neighbors: by what two rows are alike, and how ratings follow from it. */
import type { SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import type { Measure } from '../math/similarity.ts';
import { mean } from '../math/statistics.ts';
import { choice, flag, float, int } from '../params.ts';

/** How the values of a history are read before anything is compared. */
export type Reading = (history: SparseRow) => SparseRow;

export type SimilarityName =
  'preference' | 'cosine' | 'dot' | 'overlap-cosine' | 'adjusted-cosine' | 'pearson' | 'baseline' | 'msd' | 'jaccard';

/**
 * Where all values are equal nothing is left of them without their means, and preferences stand in.
 * `centers`: whose mean an adjusted cosine leaves out, which is that of the side that is not compared.
 */
export function readingOf(
  name: SimilarityName,
  train: TrainingSet,
  centers: 'users' | 'items',
): { readonly read: Reading; readonly measure: Measure } {
  const { values } = train.byUser;
  const constant = values.every((value) => value === values[0]);
  switch (constant && (name === 'pearson' || name === 'adjusted-cosine' || name === 'baseline') ? 'preference' : name) {
    case 'preference': {
      const preference = preferenceScale(train);
      return { read: (history) => mapValues(history, preference), measure: 'cosine' };
    }
    case 'adjusted-cosine': {
      if (centers === 'users')
        return { read: minus(({ values }) => constantly(mean(values))), measure: 'overlap-cosine' };
      const means = itemMeans(train);
      return { read: minus(() => (item) => means[item]), measure: 'overlap-cosine' };
    }
    case 'baseline': {
      const baseline = ratingBaseline(train.byItem);
      const usual = (history: SparseRow) => {
        const own = baseline.offset(history);
        return (item: number) => baseline.items[item] + own;
      };
      return { read: minus(usual), measure: 'overlap-cosine' };
    }
    default:
      return { read: (history) => history, measure: name as Measure };
  }
}

const constantly = (value: number) => () => value;

function minus(usualOf: (history: SparseRow) => (item: number) => number): Reading {
  return (history) => {
    const usual = usualOf(history);
    const { indices, values } = history;
    return { indices, values: Float64Array.from(values, (value, at) => value - usual(indices[at])) };
  };
}

/** What each item was given on average; the mean of all ratings for one that nobody rated. */
export function itemMeans({ byItem, items }: TrainingSet): Float64Array {
  const overall = mean(byItem.values);
  return Float64Array.from({ length: items }, (_, item) => {
    const { values } = rowOf(byItem, item);
    return values.length > 0 ? mean(values) : overall;
  });
}

/** Parameters of both. `weighting` and the two behind it decide what is compared, the others what is made of it. */
export const weightingParams = {
  weighting: choice({
    label: 'Rare ones count more',
    help: 'Shared by few says more than shared by all. For cosines of whole rows and for sums of products.',
    default: 'none',
    options: [
      { id: 'none', label: 'no' },
      { id: 'tf-idf', label: 'TF-IDF' },
      { id: 'bm25', label: 'BM25' },
    ],
  }),
  saturation: float({
    label: 'k₁ of BM25',
    help: 'How much more a high count says than a low one; near 0 they say the same.',
    advanced: true,
    default: 1.2,
    min: 0,
    max: 1000,
  }),
  lengthShare: float({
    label: 'b of BM25',
    help: 'How much those are held back that have much: 0 not at all, 1 in proportion.',
    advanced: true,
    default: 0.2,
    min: 0,
    max: 1,
  }),
};

export const ratingParams = {
  doubt: float({
    label: 'Doubt',
    help: 'As if this much similarity spoke for what is usual whenever a rating is predicted; more distrusts few or distant neighbors.',
    advanced: true,
    live: true,
    default: 0.5,
    min: 0,
    max: 100,
  }),
  minNeighbors: int({
    label: 'Neighbors, at least',
    help: 'Fewer than this say nothing of an item.',
    advanced: true,
    live: true,
    default: 1,
    min: 1,
    max: 100,
  }),
  opposites: flag({
    label: 'Opposites count',
    help: 'Lets a neighbor of opposite taste speak against what it stands for; else only those alike are heard.',
    advanced: true,
    live: true,
    default: true,
  }),
};

export const withoutOpposites = ({ indices, values }: SparseRow): SparseRow => ({
  indices: indices.filter((_, at) => values[at] > 0),
  values: values.filter((value) => value > 0),
});
