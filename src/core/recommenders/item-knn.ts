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
 * `rate` is the second formula, or beside `sum` the same around what is usual for item and person (math/rating-baseline).
 * Neighbors of the candidate, rather than candidates near the history: a popular item must have your items among its closest.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { indexIn, rowOf, transpose, valueAt } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import type { Comparison } from '../math/similarity.ts';
import { slicesOf } from '../math/slices.ts';
import { mean } from '../math/statistics.ts';
import type { Reckoning } from '../math/voices.ts';
import { addedUp, aroundBaseline, aroundMean, createVoices, reckon, shareOut, silence } from '../math/voices.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import type { Explanation, ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

const params = {
  similarity: choice({
    label: 'Alike means',
    help: 'Chosen by the same people, with or without regard to whether they liked it; or rated up and down together.',
    default: 'preference',
    options: [
      { id: 'preference', label: 'cosine of preferences' },
      { id: 'cosine', label: 'cosine of raw values' },
      { id: 'overlap-cosine', label: 'cosine over the people who have both' },
      { id: 'adjusted-cosine', label: 'the same, of ratings minus each person’s mean' },
      { id: 'pearson', label: 'Pearson correlation over the people who have both' },
    ],
  }),
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
};
type Params = ValuesOf<typeof params>;

const id = 'item-knn';
const version = 1;
/** Units of work between two yields, per thread: some ten milliseconds. */
const workPerStep = 3e6;

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
  ],

  *fit(train, params, { kernels }) {
    const slices = slicesOf(train.items, workOf(train), workPerStep * kernels.threads);
    const steps = slices.length + 2;
    const problem = { ...comparisonOf(train, params), keep: params.kept };
    yield { step: 1, steps };
    const kernel = kernels.neighbors(problem);
    try {
      for (let slice = 0; slice < slices.length; slice++) {
        kernel.compute(...slices[slice]);
        yield { step: slice + 2, steps };
      }
      const similar = kernel.result();
      yield { step: steps, steps };
      return fitted(similar, train, params);
    } finally {
      kernel.dispose();
    }
  },

  restore: ({ arrays }, train, params) =>
    fitted(
      {
        rows: train.items,
        cols: train.items,
        indptr: arrays.indptr as Uint32Array,
        indices: arrays.indices as Uint32Array,
        values: arrays.values as CsrMatrix['values'],
      },
      train,
      params,
    ),
});

/** What a row costs: a product for every cell of everybody who has the item, and a look at the items these may have reached. */
function workOf({ byUser, byItem, items }: TrainingSet): (item: number) => number {
  return (item) => {
    let products = 0;
    for (const user of rowOf(byItem, item).indices) products += byUser.indptr[user + 1] - byUser.indptr[user];
    return products + Math.min(items, 64 * products);
  };
}

/** What is compared: items × people, as values or as what they say, by which measure. */
function comparisonOf(train: TrainingSet, { similarity, shrinkage, minOverlap }: Params): Comparison {
  const { byUser, byItem } = train;
  if (similarity === 'preference') {
    const columns = mapValues(byUser, preferenceScale(train));
    return { rows: transpose(columns), columns, similarity: 'cosine', shrinkage, minOverlap };
  }
  if (similarity === 'adjusted-cosine') {
    const columns = minusMeans(byUser);
    return { rows: transpose(columns), columns, similarity: 'overlap-cosine', shrinkage, minOverlap };
  }
  return { rows: byItem, columns: byUser, similarity, shrinkage, minOverlap };
}

function minusMeans(byUser: CsrMatrix): CsrMatrix {
  const values = Float64Array.from(byUser.values);
  for (let user = 0; user < byUser.rows; user++) {
    const usual = mean(rowOf(byUser, user).values);
    for (let at = byUser.indptr[user]; at < byUser.indptr[user + 1]; at++) values[at] -= usual;
  }
  return { ...byUser, values };
}

/** What the items of a history say, and what becomes of it. */
interface Formula {
  says(history: SparseRow): ArrayLike<number>;
  readonly reckoning: Reckoning;
}

/** `similar`: items × items, each row the neighbors of that item. */
function fitted(similar: CsrMatrix, train: TrainingSet, params: Params): FittedModel {
  const explicit = train.feedback === 'explicit';
  /** Row j: the candidates that have j among their neighbors. */
  const reached = transpose(similar);
  const scoring = formulaOf(params.scoring, train);
  let usual: Formula | null = null;
  const rating = () => (usual ??= params.scoring === 'mean' ? scoring : formulaOf('baseline', train));
  const voices = createVoices(train.items);

  /** The own items that speak for a candidate, as positions in the history, the most similar first. */
  function speakersFor(item: number, { indices }: SparseRow): { at: number; similarity: number }[] {
    const row = rowOf(similar, item);
    const found = Array.from(row.indices, (neighbor, i) => ({
      at: indexIn(indices, neighbor),
      similarity: row.values[i],
    }));
    return found
      .filter(({ at }) => at >= 0)
      .sort((a, b) => Math.abs(b.similarity) - Math.abs(a.similarity) || a.at - b.at)
      .slice(0, params.neighbors);
  }

  function apply({ says, reckoning }: Formula, { history }: Query, out: Float64Array): void {
    const said = says(history);
    const { sums, weights, counts } = voices;
    silence(voices);
    for (let h = 0; h < history.indices.length; h++) {
      const own = history.indices[h];
      for (let at = reached.indptr[own], end = reached.indptr[own + 1]; at < end; at++) {
        const item = reached.indices[at];
        sums[item] += reached.values[at] * said[h];
        weights[item] += Math.abs(reached.values[at]);
        counts[item]++;
      }
    }
    if (history.indices.length > params.neighbors) {
      for (let item = 0; item < out.length; item++) {
        if (counts[item] <= params.neighbors) continue;
        sums[item] = 0;
        weights[item] = 0;
        for (const { at, similarity } of speakersFor(item, history)) {
          sums[item] += similarity * said[at];
          weights[item] += Math.abs(similarity);
        }
      }
    }
    reckon(reckoning, voices, history, out);
  }

  function explain({ history }: Query, item: number): Explanation {
    const { says, reckoning } = scoring;
    const own = valueAt(history, item, NaN);
    if (reckoning.ownRatings && !Number.isNaN(own)) {
      return explanationOf([], own, 'your own rating');
    }
    const said = says(history);
    const heard = speakersFor(item, history).map((speaker) => ({ ...speaker, says: said[speaker.at] }));
    const { prior, shares } = shareOut(reckoning, heard, history, item);
    const parts = heard.map(({ at }, i): ExplanationPart => {
      const index = history.indices[at];
      return { kind: 'item', index, label: train.catalog.titles[index], amount: shares[i] };
    });
    return explanationOf(parts, prior, 'what you usually give');
  }

  return {
    score: (query, out) => apply(scoring, query, out),
    ...(explicit && { rate: (query: Query, out: Float64Array) => apply(rating(), query, out) }),
    explain,
    similar(item, out) {
      out.fill(NaN);
      const row = rowOf(similar, item);
      for (let i = 0; i < row.indices.length; i++) out[row.indices[i]] = row.values[i];
      if (row.indices.length > 0) out[item] = 1;
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { indptr: similar.indptr.slice(), indices: similar.indices.slice(), values: similar.values.slice() },
      numbers: {},
      words: {},
    }),
  };
}

function formulaOf(name: Params['scoring'] | 'baseline', train: TrainingSet): Formula {
  if (name === 'sum') {
    const preference = preferenceScale(train);
    return { says: ({ values }) => Float64Array.from(values, preference), reckoning: addedUp };
  }
  const reckoning = name === 'mean' ? aroundMean : aroundBaseline(ratingBaseline(train.byItem));
  return {
    says(history) {
      const usual = reckoning.prior!(history);
      return Float64Array.from(history.values, (value, at) => value - usual(history.indices[at]));
    },
    reckoning,
  };
}
