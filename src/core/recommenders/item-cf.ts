/**
 * Products that turn up with yours in other people's purchases and views.
 * G. Linden, B. Smith, J. York, "Amazon.com recommendations: item-to-item collaborative filtering", IEEE Internet
 * Computing 7(1), 2003.
 *
 * With M_up what person u did with product p (each kind of event by its weight, added up), v a value as it is or damped,
 * and c_pq the number of people who have both p and q:
 *   f_pq = cos(v(M_·p), v(M_·q)) · c_pq / (c_pq + β)   if c_pq ≥ least and q is among the `kept` most similar to p, else 0
 *   score(q) = Σ_p v(M_up) f_pq, or that divided by Σ_p |f_pq|, over the products p the person has
 * Where no product left over has any f_pq, the list is the popular one: score(q) = Σ_u M_uq. Single products that nothing
 * speaks for may fill a list up: score(q) = −1 + Σ_u M_uq / max_r Σ_u M_ur, at most 0.
 * Products near the history, rather than neighbors of the candidate as in item-knn.
 */
import type { Kernels } from '../compute.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { csrFromCoordinates, indexIn, rowOf, transpose, valueAt } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { selectEvents } from '../data/interactions.ts';
import type { Preference } from '../data/preference.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { strongest } from '../math/strongest.ts';
import type { ValuesOf } from '../params.ts';
import { choice, flag, float, int } from '../params.ts';
import type { Explanation, ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';
import { arraysOf, likenessIn, similarItems, tableIn } from './similar-items.ts';

const params = {
  values: choice({
    label: 'Amounts count',
    help: 'Damped, ten purchases weigh a few times as much as one; as they are, a few heavy buyers decide what is alike.',
    default: 'damped',
    options: [
      { id: 'damped', label: 'damped: by their logarithm, or stars from the middle of the scale' },
      { id: 'plain', label: 'as they are' },
    ],
  }),
  least: int({
    label: 'People in common, at least',
    help: 'A pair that fewer people have in common is not similar at all: higher removes accidents, and rare products.',
    default: 5,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  together: choice({
    label: 'In common means',
    help: 'Whether a view makes two products one person’s, or only the main kind of event: purchases in a shop.',
    advanced: true,
    default: 'any',
    options: [
      { id: 'any', label: 'both touched, in whatever way' },
      { id: 'main', label: 'both bought: the main kind of event only' },
    ],
  }),
  kept: int({
    label: 'Similar products kept',
    help: 'How many of each product, the most similar first; more reach further and favor what sells to everybody.',
    default: 50,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  shrinkage: float({
    label: 'Shrinkage',
    help: 'Distrusts a similarity that rests on few people: with this many it counts half.',
    advanced: true,
    default: 10,
    min: 0,
    max: 1000,
  }),
  divide: flag({
    label: 'Divide by the similarities',
    help: 'A mean instead of a sum: no longer favors products that resemble many, but lets a single similar one decide.',
    advanced: true,
    default: false,
  }),
  fill: flag({
    label: 'Fill up with what is popular',
    help: 'Lists are always full; what nothing of yours speaks for comes last.',
    advanced: true,
    default: true,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'item-cf';
const version = 1;

export const itemCf = defineRecommender({
  id,
  label: 'Bought together',
  summary: 'Products that the people who bought or viewed yours also bought or viewed.',
  family: 'neighborhood',
  reference: 'Linden, Smith & York, Amazon.com recommendations: item-to-item collaborative filtering, IEEE Internet Computing 2003', // prettier-ignore
  lesson: {
    idea: 'Purchases and views of a product, each kind by its weight, make its column in a table of people and products. Two products are alike if their columns point the same way, and if enough people have both. What resembles your products is added up; where nothing does, everybody’s favorites stand in and the list says so.',
    formula:
      'score(q) = Σ_p v(m_p) · f_pq over your products p,  f_pq = cosine of the two columns where at least n people have both, else 0, with m_p what you did with p and v its logarithm',
    strengths:
      'One table of similar products serves every visitor at once, new ones too, and every score can be traced.',
    weaknesses:
      'Added-up similarities favor what sells to everybody; a shop where everyone has seen everything has nothing left to recommend.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: { values: 'plain', least: 5, kept: 10_000, shrinkage: 0, fill: false },
    },
  ],

  *fit(train, params, { kernels }) {
    const voice = voiceOf(train, params);
    const columns = mapValues(train.byUser, voice);
    const limit = params.together === 'main' ? yield* metTogether(train, params.least, kernels) : null;
    const similar = yield* similarItems(
      {
        ...{ rows: transpose(columns), columns, similarity: 'cosine', shrinkage: params.shrinkage },
        ...(limit ? { minOverlap: 1, keep: train.items } : { minOverlap: params.least, keep: params.kept }),
      },
      kernels,
    );
    return fitted(limit ? within(similar, limit, params.kept) : similar, train, params);
  },

  restore: (snapshot, train, params) => fitted(tableIn(snapshot, train.items), train, params),
});

const voiceOf = (train: TrainingSet, { values }: Params): Preference =>
  values === 'plain' ? (value) => value : preferenceScale(train);

/** The pairs that at least so many people have both of by the data set's first kind of event. */
function* metTogether({ users, items, log }: TrainingSet, least: number, kernels: Kernels) {
  const main = log.kind ? selectEvents(log, Uint32Array.from(log.user.keys()).filter((row) => log.kind![row] === 0)) : log; // prettier-ignore
  const ones = new Float32Array(main.user.length).fill(1);
  const columns = csrFromCoordinates(users, items, main.user, main.item, ones, 'last');
  const fitting = similarItems(
    { rows: transpose(columns), columns, similarity: 'dot', shrinkage: 0, minOverlap: least, keep: items },
    kernels,
  );
  for (;;) {
    const { done, value } = fitting.next();
    if (done) return value;
    // Half of the work is still to come, so this half reports no steps of its own.
    yield { step: 0, steps: 1 };
  }
}

/** The cells that the limit has too, and of each row the `kept` strongest. */
function within(similar: CsrMatrix, limit: CsrMatrix, kept: number): CsrMatrix {
  const indptr = new Uint32Array(similar.rows + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let item = 0; item < similar.rows; item++) {
    const row = rowOf(similar, item);
    const allowed = rowOf(limit, item).indices;
    const both = row.indices.map((_, at) => at).filter((at) => indexIn(allowed, row.indices[at]) >= 0);
    const left: SparseRow = {
      indices: both.map((at) => row.indices[at]),
      values: Float64Array.from(both, (at) => row.values[at]),
    };
    const cut = strongest(left, kept);
    indices.push(...cut.indices);
    values.push(...cut.values);
    indptr[item + 1] = indices.length;
  }
  return { ...similar, indptr, indices: Uint32Array.from(indices), values: Float64Array.from(values) };
}

/** `similar`: items × items without the diagonal, each row the products most similar to that one. */
function fitted(similar: CsrMatrix, train: TrainingSet, params: Params): FittedModel {
  const voice = voiceOf(train, params);
  const sums = new Float64Array(train.items);
  for (let cell = 0; cell < train.byUser.indices.length; cell++) {
    sums[train.byUser.indices[cell]] += train.byUser.values[cell];
  }
  const most = sums.reduce((a, b) => Math.max(a, b), 0) || 1;
  const weights = new Float64Array(train.items);

  /** Σ v f into `out`, Σ |f| into `weights`; how many products not in the history have a similar one in it. */
  function addUp({ indices, values }: SparseRow, out: Float64Array): number {
    out.fill(0);
    weights.fill(0);
    for (let h = 0; h < indices.length; h++) {
      const said = voice(values[h]);
      for (let at = similar.indptr[indices[h]], end = similar.indptr[indices[h] + 1]; at < end; at++) {
        out[similar.indices[at]] += said * similar.values[at];
        weights[similar.indices[at]] += Math.abs(similar.values[at]);
      }
    }
    let reached = 0;
    for (let item = 0; item < out.length; item++) if (weights[item] > 0) reached++;
    for (const own of indices) if (weights[own] > 0) reached--;
    return reached;
  }

  /** The history's products that speak for a candidate, as positions in the history, with their similarity. */
  const speakers = ({ history }: Query, item: number) =>
    Array.from(history.indices, (own, at) => ({ own, at, similarity: valueAt(rowOf(similar, own), item) })).filter(
      ({ similarity }) => similarity !== 0,
    );

  /** Whether nothing of the history leads to a product that is not in it. */
  const isSilent = ({ history }: Query) =>
    history.indices.every((own) => rowOf(similar, own).indices.every((other) => indexIn(history.indices, other) >= 0));

  function explain(query: Query, item: number): Explanation {
    if (isSilent(query)) return { score: sums[item], parts: [popular(sums[item])] };
    const heard = speakers(query, item);
    if (heard.length === 0) {
      if (!params.fill) return { score: NaN, parts: [] };
      const none: ExplanationPart = { kind: 'bias', index: -1, label: 'nothing of yours speaks for it', amount: -1 };
      return { score: sums[item] / most - 1, parts: [none, popular(sums[item] / most)] };
    }
    const weight = params.divide ? heard.reduce((sum, { similarity }) => sum + Math.abs(similarity), 0) : 1;
    return explanationOf(
      heard.map(({ own, at, similarity }) => ({
        kind: 'item',
        index: own,
        label: train.catalog.titles[own],
        amount: (voice(query.history.values[at]) * similarity) / weight,
      })),
    );
  }

  return {
    score({ history }, out) {
      if (addUp(history, out) === 0) return out.set(sums);
      for (let item = 0; item < out.length; item++) {
        if (weights[item] === 0) out[item] = params.fill ? sums[item] / most - 1 : NaN;
        else if (params.divide) out[item] /= weights[item];
      }
    },
    spokenFor: (query, list) =>
      isSilent(query) ? 0 : list.reduce((count, item) => count + (speakers(query, item).length > 0 ? 1 : 0), 0),
    explain,
    similar(item, out) {
      likenessIn(similar, item, out);
      // A column is no more like itself the more people it rests on.
      if (train.byItem.indptr[item + 1] > train.byItem.indptr[item]) out[item] = 1;
    },
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

const popular = (amount: number): ExplanationPart => ({
  kind: 'bias',
  index: -1,
  label: 'what everyone did with it, added up',
  amount,
});
