/**
 * People who chose as you did, and what they think of the rest.
 * J. L. Herlocker, J. A. Konstan, A. Borchers, J. Riedl, "An algorithmic framework for performing collaborative
 * filtering", SIGIR 1999.
 *
 * With s_v the similarity of the history to user v, shrunk to s_v n / (n + β) for n shared items, and p the preference
 * (a rating minus the middle of its scale; see data/preference):
 *   votes    score(i) = Σ s_v p_vi                  over those of the k users of largest |s| who have i
 *   mean     score(i) = Σ s_v r_vi / Σ |s_v|        over the same
 *   rating   score(i) = rate(i) = m_i + Σ s_v (r_vi − m_vi) / (Σ |s_v| + doubt)    over the k users of largest |s| among
 *            those who have i, see math/voices; m_i where nobody does. Around
 *            means      m and m_v are the means of all their ratings, and an item that is rated is worth its rating
 *            baseline   m_i and m_vi are what is usual for person and item (math/rating-baseline)
 * Nothing is learned in advance: a query walks the columns of its items, then the rows of its neighbors.
 */
import type { SparseRow } from '../data/csr.ts';
import { indexIn, rowOf, transpose, valueAt } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { cellWeights, mapRows } from '../math/cell-weights.ts';
import { createComparer } from '../math/similarity.ts';
import { byStrength, without } from '../math/strongest.ts';
import { createVoices, reckon, shareOut, silence } from '../math/voices.ts';
import { readingOf, withoutOpposites } from './neighborhood.ts';
import type { Explanation, ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';
import type { UserFormula } from './user-formula.ts';
import { userFormula } from './user-formula.ts';
import type { UserKnnParams } from './user-knn-params.ts';
import { userKnnParams } from './user-knn-params.ts';

const id = 'user-knn';
const version = 2;

export const userKnn = defineRecommender({
  id,
  label: 'User neighbors',
  summary: 'People who chose as you did, and what they liked that you have not met.',
  family: 'neighborhood',
  reference: 'Herlocker et al., An algorithmic framework for performing collaborative filtering, SIGIR 1999',
  lesson: {
    idea: 'Find the people whose choices are most like yours. Let each of them vote for what they liked and you have not met, and weigh each vote by how alike you are. The sum of the votes orders the list.',
    formula:
      'score(i) = Σ s_v p_vi over your k most similar people v who have i, with s_v the similarity shrunk to s_v n / (n + β) for n shared items, p_vi how far their rating lies above the middle of the scale',
    strengths: 'Easy to explain, learns nothing in advance, and a new rating counts at once.',
    weaknesses:
      'Each answer means looking through many people; with a short history the neighbors are a matter of luck.',
  },
  version,
  needs: [],
  traits: ['personalized', 'rates', 'explain'],
  params: userKnnParams,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: {
        ...{ similarity: 'pearson', scoring: 'rating', rating: 'means', neighbors: 30 },
        ...{ shrinkage: 0, minOverlap: 2, doubt: 0 },
      },
    },
    {
      id: 'lesson',
      label: 'As in the lesson: cosine, weighted mean',
      params: { similarity: 'cosine', scoring: 'mean', neighbors: 50, shrinkage: 0 },
    },
    { id: 'bm25', label: 'BM25: rare items count more', params: { weighting: 'bm25' } },
    {
      id: 'means',
      label: 'As KNNWithMeans in Surprise',
      params: {
        ...{ similarity: 'pearson', scoring: 'rating', rating: 'means', neighbors: 40 },
        ...{ shrinkage: 0, doubt: 0, opposites: false },
      },
    },
    {
      id: 'baseline',
      label: 'As KNNBaseline in Surprise',
      params: { similarity: 'msd', scoring: 'rating', neighbors: 40, shrinkage: 0, doubt: 0 },
    },
  ],

  *fit(train, params) {
    yield { step: 1, steps: 1 };
    return fitted(train, params);
  },

  restore: (_snapshot, train, params) => fitted(train, params),
});

function fitted(train: TrainingSet, params: UserKnnParams): FittedModel {
  const explicit = train.feedback === 'explicit';
  const compare = comparerOf(train, params);
  const scoring = userFormula(params.scoring, params, train);
  let usual: UserFormula | null = null;
  const rating = () => (usual ??= params.scoring === 'rating' ? scoring : userFormula('rating', params, train));
  const voices = createVoices(train.items);

  /** Who is like somebody, never the person themselves. Of the last history asked about, as it is often scored and rated. */
  let last: { readonly history: SparseRow; readonly alike: SparseRow } | null = null;
  function alikeTo({ user, history }: Query): SparseRow {
    if (last?.history !== history) {
      last = { history, alike: params.opposites ? compare(history) : withoutOpposites(compare(history)) };
    }
    return user === null ? last.alike : without(last.alike, user);
  }

  /** Users to listen to, by falling |similarity|, the lower index first on a tie. */
  function neighborsOf(query: Query, { perItem }: UserFormula): SparseRow {
    const others = alikeTo(query);
    const order = byStrength(others, perItem ? undefined : params.neighbors);
    return {
      indices: order.map((at) => others.indices[at]),
      values: Float64Array.from(order, (at) => others.values[at]),
    };
  }

  function listen(formula: UserFormula, near: SparseRow): void {
    const { values: cells, userShift, itemShift } = formula;
    const { sums, weights, counts } = voices;
    silence(voices);
    for (let n = 0; n < near.indices.length; n++) {
      const user = near.indices[n];
      const similarity = near.values[n];
      const size = Math.abs(similarity);
      for (let at = cells.indptr[user], end = cells.indptr[user + 1]; at < end; at++) {
        const item = cells.indices[at];
        if (counts[item] === params.neighbors) continue;
        counts[item]++;
        sums[item] += similarity * (cells.values[at] - userShift[user] - itemShift[item]);
        weights[item] += size;
      }
    }
  }

  /**
   * The same where each item has neighbors of its own, for a few items, in a fraction of the time: whoever has an item is put
   * at their place in the order of all, and the first are heard.
   */
  function listenAbout(items: Uint32Array, { userShift, itemShift }: UserFormula, alike: SparseRow): void {
    const { sums, weights, counts } = voices;
    const { indptr, indices: users, values: given } = train.byItem;
    const order = byStrength(alike);
    /** From 1; 0 for who is not like them at all. */
    const placeOf = new Uint32Array(train.users);
    for (let at = 0; at < order.length; at++) placeOf[alike.indices[order[at]]] = at + 1;
    /** By place the cell of who has the item, from 1. Cells of other items are of no concern. */
    const cellAt = new Uint32Array(order.length + 1);
    silence(voices);
    for (const item of items) {
      const start = indptr[item];
      const end = indptr[item + 1];
      for (let cell = start; cell < end; cell++) cellAt[placeOf[users[cell]]] = cell + 1;
      const most = Math.min(params.neighbors, end - start);
      for (let place = 1, heard = 0; place <= order.length && heard < most; place++) {
        const cell = cellAt[place] - 1;
        if (cell < start || cell >= end) continue;
        const similarity = alike.values[order[place - 1]];
        sums[item] += similarity * (given[cell] - userShift[users[cell]] - itemShift[item]);
        weights[item] += Math.abs(similarity);
        heard = ++counts[item];
      }
    }
  }

  function apply(formula: UserFormula, query: Query, out: Float64Array, items?: Uint32Array): void {
    if (items && formula.perItem) listenAbout(items, formula, alikeTo(query));
    else listen(formula, neighborsOf(query, formula));
    reckon(formula.reckoning, voices, query.history, out);
  }

  function explain(query: Query, item: number): Explanation {
    const { values, userShift, itemShift, reckoning } = scoring;
    const own = valueAt(query.history, item, NaN);
    if (reckoning.ownRatings && !Number.isNaN(own)) {
      return explanationOf([], own, 'your own rating');
    }
    const heard: { user: number; similarity: number; value: number; says: number }[] = [];
    const near = neighborsOf(query, scoring);
    for (let n = 0; n < near.indices.length && heard.length < params.neighbors; n++) {
      const user = near.indices[n];
      const at = indexIn(rowOf(values, user).indices, item);
      if (at < 0) continue;
      const says = rowOf(values, user).values[at] - userShift[user] - itemShift[item];
      heard.push({ user, similarity: near.values[n], value: rowOf(train.byUser, user).values[at], says });
    }
    const { prior, shares } = shareOut(reckoning, heard, query.history, item);
    const parts = shares.map((amount, at): ExplanationPart => {
      const { user, similarity, value } = heard[at];
      const given = explicit ? `: ${Number(value.toFixed(2))}` : '';
      return {
        kind: 'user',
        index: user,
        label: `someone ${similarity.toFixed(2)} like you${given}`,
        amount,
      };
    });
    return explanationOf(parts, prior, 'what you usually give');
  }

  return {
    score: (query, out) => apply(scoring, query, out),
    ...(explicit && {
      rate: (query: Query, out: Float64Array, items?: Uint32Array) => apply(rating(), query, out, items),
    }),
    explain,
    snapshot: () => ({ recommender: id, version, params, arrays: {}, numbers: {}, words: {} }),
  };
}

/** Similarities of a history to every user. */
function comparerOf(train: TrainingSet, params: UserKnnParams): (history: SparseRow) => SparseRow {
  const { read, measure } = readingOf(params.similarity, train, 'items');
  const cells = mapRows(train.byUser, read);
  const whole = measure === 'cosine';
  const weigh = whole ? cellWeights(cells, params) : (row: SparseRow) => row;
  const rows = mapRows(cells, weigh);
  const { shrinkage, minOverlap } = params;
  const compare = createComparer({ rows, columns: transpose(rows), similarity: measure, shrinkage, minOverlap });
  return (history) => compare(weigh(read(history)));
}
