/**
 * People who chose as you did, and what they think of the rest.
 * J. L. Herlocker, J. A. Konstan, A. Borchers, J. Riedl, "An algorithmic framework for performing collaborative
 * filtering", SIGIR 1999.
 *
 * With s_v the similarity of the history to user v, shrunk to s_v n / (n + β) for n shared items, and p the preference
 * (a rating minus the middle of its scale; see data/preference):
 *   votes    score(i) = Σ s_v p_vi                  over those of the k users of largest |s| who have i
 *   mean     score(i) = Σ s_v r_vi / Σ |s_v|        over the same
 *   rating   score(i) = m + Σ s_v (r_vi − m_v) / Σ |s_v|    over the k users of largest |s| among those who have i;
 *            m and m_v are the means of all their ratings; m where nobody has i, and the rating itself where i is rated
 * `rate` is the third formula, or beside the other two the same around what is usual for person and item (math/rating-baseline),
 * with `doubt` added to Σ |s_v| so that one weak neighbor decides little.
 * Nothing is learned in advance: a query walks the columns of its items, then the rows of its neighbors.
 */
import { indexIn, rowOf } from '../data/csr.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import { createComparer } from '../math/similarity.ts';
import { mean } from '../math/statistics.ts';
import { byStrength, without } from '../math/strongest.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import type { Explanation, ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';

const params = {
  similarity: choice({
    label: 'Alike means',
    help: 'Same items with the same liking, same items whatever the rating, or ratings that rise and fall together.',
    default: 'preference',
    options: [
      { id: 'preference', label: 'cosine of preferences' },
      { id: 'cosine', label: 'cosine of raw values' },
      { id: 'pearson', label: 'Pearson correlation over shared items' },
    ],
  }),
  scoring: choice({
    label: 'Score',
    help: 'What neighbors say, added up; or on average, which lets a single neighbor put an item on top.',
    default: 'votes',
    options: [
      { id: 'votes', label: 'preferences of the neighbors, added up' },
      { id: 'mean', label: 'mean rating of the neighbors' },
      { id: 'rating', label: 'predicted rating' },
    ],
  }),
  neighbors: int({
    label: 'Neighbors',
    help: 'How many people to listen to; more are steadier and less personal.',
    default: 50,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  shrinkage: float({
    label: 'Shrinkage',
    help: 'Distrusts a similarity that rests on few shared items: with this many it counts half.',
    default: 0,
    min: 0,
    max: 200,
  }),
  minOverlap: int({
    label: 'Shared items, at least',
    help: 'People with fewer items in common are no neighbors; on two items a correlation is always +1 or −1.',
    default: 1,
    min: 1,
    max: 50,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'user-knn';
const version = 1;
/** As if this much similarity spoke for the usual rating; chosen on ratings held out of the training part. */
const doubt = 0.5;

export const userKnn = defineRecommender({
  id,
  label: 'User neighbors',
  summary: 'People who chose as you did, and what they liked that you have not met.',
  family: 'neighborhood',
  reference: 'Herlocker et al., An algorithmic framework for performing collaborative filtering, SIGIR 1999',
  version,
  needs: [],
  traits: ['personalized', 'rates', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: { similarity: 'pearson', scoring: 'rating', neighbors: 30, minOverlap: 2 },
    },
    {
      id: 'lesson',
      label: 'As in the lesson: cosine, weighted mean',
      params: { similarity: 'cosine', scoring: 'mean', neighbors: 50 },
    },
  ],

  *fit(train, params) {
    yield { step: 1, steps: 1 };
    return fitted(train, params);
  },

  restore: (_snapshot, train, params) => fitted(train, params),
});

/** How the voices of neighbors become a number. */
interface Formula {
  /** A user says of an item their value in `values` minus both shifts. */
  readonly values: CsrMatrix;
  readonly userShift: Float64Array;
  readonly itemShift: Float64Array;
  /** The k neighbors are sought anew for every item among those who have it, else once among all. */
  readonly perItem: boolean;
  /** Divide by Σ |s| + doubt; null: do not divide. */
  readonly doubt: number | null;
  /** What holds for a person before anybody speaks; null: nothing, and an item nobody speaks of has no score. */
  readonly prior: ((history: SparseRow) => (item: number) => number) | null;
  /** An item of the history is worth what it was given. */
  readonly ownRatings: boolean;
}

function fitted(train: TrainingSet, params: Params): FittedModel {
  const explicit = train.feedback === 'explicit';
  const compare = comparerOf(train, params);
  const scoring = formulaOf(params.scoring, train);
  let rating: Formula | null = null;
  const forRatings = () => (rating ??= formulaOf(params.scoring === 'rating' ? 'rating' : 'baseline', train));

  const weight = new Float64Array(train.items);
  const voices = new Uint32Array(train.items);

  /** Users by falling |similarity|, the lower index first on a tie; never the person themselves. */
  function neighborsOf({ user, history }: Query): SparseRow {
    const alike = compare(history);
    const others = user === null ? alike : without(alike, user);
    const order = byStrength(others);
    return {
      indices: order.map((at) => others.indices[at]),
      values: Float64Array.from(order, (at) => others.values[at]),
    };
  }

  function apply(formula: Formula, query: Query, out: Float64Array): void {
    const { values: cells, userShift, itemShift } = formula;
    const near = neighborsOf(query);
    const listened = formula.perItem ? near.indices.length : Math.min(params.neighbors, near.indices.length);
    out.fill(0);
    weight.fill(0);
    voices.fill(0);
    for (let n = 0; n < listened; n++) {
      const user = near.indices[n];
      const similarity = near.values[n];
      const size = Math.abs(similarity);
      const shift = userShift[user];
      for (let i = cells.indptr[user], end = cells.indptr[user + 1]; i < end; i++) {
        const item = cells.indices[i];
        if (voices[item] >= params.neighbors) continue;
        voices[item]++;
        out[item] += similarity * (cells.values[i] - shift - itemShift[item]);
        weight[item] += size;
      }
    }
    const prior = formula.prior?.(query.history);
    for (let item = 0; item < out.length; item++) {
      const said =
        voices[item] === 0 ? 0 : formula.doubt === null ? out[item] : out[item] / (weight[item] + formula.doubt);
      out[item] = prior ? prior(item) + said : voices[item] === 0 ? NaN : said;
    }
    if (formula.ownRatings) query.history.indices.forEach((item, at) => (out[item] = query.history.values[at]));
  }

  /** The same sum for one item, voice by voice. */
  function explain(formula: Formula, query: Query, item: number): Explanation {
    const own = indexIn(query.history.indices, item);
    if (formula.ownRatings && own >= 0) {
      const amount = query.history.values[own];
      return { score: amount, parts: [{ kind: 'bias', index: -1, label: 'your own rating', amount }] };
    }
    const near = neighborsOf(query);
    const listened = formula.perItem ? near.indices.length : Math.min(params.neighbors, near.indices.length);
    const parts: ExplanationPart[] = [];
    let total = formula.doubt ?? 0;
    for (let n = 0; n < listened && parts.length < params.neighbors; n++) {
      const user = near.indices[n];
      const row = rowOf(formula.values, user);
      const at = indexIn(row.indices, item);
      if (at < 0) continue;
      const similarity = near.values[n];
      total += Math.abs(similarity);
      parts.push({
        kind: 'user',
        index: user,
        label: voiceOf(similarity, rowOf(train.byUser, user).values[at]),
        amount: similarity * (row.values[at] - formula.userShift[user] - formula.itemShift[item]),
      });
    }
    const scaled =
      formula.doubt === null ? parts : parts.map((part) => ({ ...part, amount: total > 0 ? part.amount / total : 0 }));
    const prior = formula.prior?.(query.history)(item);
    if (prior === undefined && parts.length === 0) return { score: NaN, parts };
    const usual: ExplanationPart[] =
      prior === undefined ? [] : [{ kind: 'bias', index: -1, label: 'what you usually give', amount: prior }];
    const all = [...usual, ...scaled.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))];
    return { score: all.reduce((sum, { amount }) => sum + amount, 0), parts: all };
  }

  const voiceOf = (similarity: number, value: number) =>
    `someone ${similarity.toFixed(2)} like you${explicit ? `: ${Number(value.toFixed(2))}` : ''}`;

  return {
    score: (query, out) => apply(scoring, query, out),
    ...(explicit && { rate: (query: Query, out: Float64Array) => apply(forRatings(), query, out) }),
    explain: (query, item) => explain(scoring, query, item),
    snapshot: () => ({ recommender: id, version, params, arrays: {}, numbers: {}, words: {} }),
  };
}

/** Similarities of a history to every user. Pearson says nothing where all values are equal: the cosine stands in. */
function comparerOf(
  train: TrainingSet,
  { similarity, shrinkage, minOverlap }: Params,
): (history: SparseRow) => SparseRow {
  const constant = train.byUser.values.every((value) => value === train.byUser.values[0]);
  if (similarity !== 'preference' && !(similarity === 'pearson' && constant)) {
    return createComparer({ rows: train.byUser, columns: train.byItem, similarity, shrinkage, minOverlap });
  }
  const preference = preferenceScale(train);
  const rows = mapValues(train.byUser, preference);
  const columns = mapValues(train.byItem, preference);
  const compare = createComparer({ rows, columns, similarity: 'cosine', shrinkage, minOverlap });
  return (history) => compare(mapValues(history, preference));
}

function formulaOf(name: Params['scoring'] | 'baseline', train: TrainingSet): Formula {
  const { byUser, byItem, users, items } = train;
  const plain: Formula = {
    values: byUser,
    userShift: new Float64Array(users),
    itemShift: new Float64Array(items),
    perItem: false,
    doubt: null,
    prior: null,
    ownRatings: false,
  };
  if (name === 'votes') return { ...plain, values: mapValues(byUser, preferenceScale(train)) };
  if (name === 'mean') return { ...plain, doubt: 0 };
  if (name === 'rating') {
    const userShift = plain.userShift.map((_, user) => mean(rowOf(byUser, user).values));
    // Someone without ratings has no mean: NaN throughout.
    const prior = ({ values }: SparseRow) => {
      const usual = mean(values);
      return () => usual;
    };
    return { ...plain, userShift, perItem: true, doubt: 0, prior, ownRatings: true };
  }
  const usual = ratingBaseline(byItem);
  return {
    ...plain,
    userShift: plain.userShift.map((_, user) => usual.offset(rowOf(byUser, user))),
    itemShift: usual.items,
    perItem: true,
    doubt,
    prior(history) {
      const offset = usual.offset(history);
      return (item) => offset + usual.items[item];
    },
    ownRatings: false,
  };
}
