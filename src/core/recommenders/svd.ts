/**
 * What is left of the table of ratings when only its strongest patterns are kept: truncated singular value decomposition.
 * P. Cremonesi, Y. Koren, R. Turrin, "Performance of recommender algorithms on top-N recommendation tasks", RecSys 2010.
 *
 *   A = U S Vᵀ, kept to the k largest singular values, of the table with every gap filled
 *     baseline  a = r − μ − b_u − b_i, gaps 0      rate(i) = μ + b_u + b_i + (a V Vᵀ)_i      (math/rating-baseline)
 *     mean      a = r, gaps the mean of all        rate(i) = (a V Vᵀ)_i
 *     zero      a = r or strength, gaps 0          score(i) = (a V Vᵀ)_i, for lists alone: PureSVD
 * A history is a row like any other: a V Vᵀ is the row of U S Vᵀ for someone fitted, and what there would be for someone new.
 * With all k the table comes back as it was filled, so with the other fillings a twentieth of what there is must do.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf, transpose } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { factorProducts } from '../math/factor-products.ts';
import { cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import { mean } from '../math/statistics.ts';
import { truncatedSvd } from '../math/truncated-svd.ts';
import type { ValuesOf } from '../params.ts';
import { choice, int } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

const params = {
  factors: int({
    label: 'Factors',
    help: 'How many patterns to keep; more keep finer ones, and in the end chance. At most a twentieth as many as there are people or items, where gaps are not the mean.',
    default: 20,
    min: 1,
    max: 500,
    scale: 'log',
  }),
  fill: choice({
    label: 'Gaps are taken for',
    help: 'What is usual for the item and the person; the mean of all ratings; or nothing, which ranks well but predicts no ratings. Counts are always filled with nothing.',
    default: 'baseline',
    options: [
      { id: 'baseline', label: 'what is usual for item and person' },
      { id: 'mean', label: 'the mean of all ratings' },
      { id: 'zero', label: 'nothing' },
    ],
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'svd';
const version = 1;

export const svd = defineRecommender({
  id,
  label: 'SVD',
  summary: 'Keeps the strongest patterns of who rates what how, and reads the gaps off them.',
  family: 'factorization',
  reference:
    'Cremonesi, Koren & Turrin, Performance of recommender algorithms on top-N recommendation tasks, RecSys 2010',
  lesson: {
    idea: 'Write all ratings into one table, and fill its gaps with what would be usual. The table is then a sum of patterns, and the strongest few hold most of it. Keep those, drop the rest as chance, and read off what the kept patterns put into the gaps of your row.',
    formula:
      'A ≈ U S Vᵀ,  rating(u, i) = μ + b_u + b_i + (a V Vᵀ)_i, with A the table of what ratings differ from usual, V the k strongest patterns over items, a your own row',
    strengths: 'One decomposition with a single best answer; nothing depends on chance or on a learning rate.',
    weaknesses: 'Gaps are taken for facts, though they only mean that nobody rated; a large table takes long.',
  },
  version,
  needs: [],
  traits: ['personalized', 'rates', 'similar', 'explain'],
  params,
  presets: [
    { id: 'notebook', label: 'As in the notebook: gaps filled with the mean', params: { factors: 50, fill: 'mean' } },
    { id: 'pure', label: 'PureSVD, for lists', params: { fill: 'zero', factors: 32 } },
  ],

  *fit(train, params, { rng }) {
    const filling = fillingOf(train, params);
    const { users, items } = train;
    const most = mostFactors(Math.min(users, items), filling);
    const cells = filledCells(train.byUser, filling);
    const steps = 1000;
    const solving = truncatedSvd(
      { cells, turned: transpose(cells), fill: filling.everywhere },
      Math.min(params.factors, most),
      rng,
    );
    for (;;) {
      const { done, value } = solving.next();
      if (done) return fitted(value.vectors, train, params, filling);
      yield { step: Math.floor(value * steps), steps };
    }
  },

  restore: ({ arrays }, train, params) => fitted(arrays.items as Float64Array, train, params, fillingOf(train, params)),
});

/** With gaps of nothing the first pattern is popularity, which counts for none. */
function mostFactors(all: number, { kind }: Filling): number {
  if (kind === 'mean') return all;
  return Math.min(all, Math.max(1, Math.floor(all / 20)) + (kind === 'zero' ? 1 : 0));
}

interface Filling {
  readonly kind: Params['fill'];
  /** What every gap holds. */
  readonly everywhere: number;
  /** By how much each value of a history differs from what its gap would hold. */
  differences(history: Query['history']): Float64Array;
  /** What is added to an item's number afterwards. */
  afterwards(history: Query['history']): (item: number) => number;
}

function fillingOf(train: TrainingSet, { fill }: Params): Filling {
  const nothing = () => () => 0;
  if (train.feedback === 'implicit' || fill === 'zero') {
    const strength = train.feedback === 'implicit' ? preferenceScale(train) : (value: number) => value;
    const differences = ({ values }: Query['history']) => Float64Array.from(values, strength);
    return { kind: 'zero', everywhere: 0, differences, afterwards: nothing };
  }
  if (fill === 'mean') {
    const usual = mean(train.byUser.values);
    const differences = ({ values }: Query['history']) => Float64Array.from(values, (value) => value - usual);
    return { kind: 'mean', everywhere: usual, differences, afterwards: nothing };
  }
  const { items, offset } = ratingBaseline(train.byItem);
  return {
    kind: 'baseline',
    everywhere: 0,
    differences(history) {
      const own = offset(history);
      return Float64Array.from(history.values, (value, at) => value - items[history.indices[at]] - own);
    },
    afterwards(history) {
      const own = offset(history);
      return (item) => items[item] + own;
    },
  };
}

/** The stored cells as they differ from the gaps. */
function filledCells(byUser: CsrMatrix, { differences }: Filling): CsrMatrix {
  const values = new Float64Array(byUser.values.length);
  for (let user = 0; user < byUser.rows; user++) values.set(differences(rowOf(byUser, user)), byUser.indptr[user]);
  return { ...byUser, values };
}

/** `items`: V, row-major, items × however many values there were. */
function fitted(items: Float64Array, train: TrainingSet, params: Params, filling: Filling): FittedModel {
  const factors = items.length / train.items;
  const vectorOf = (item: number) => items.subarray(item * factors, (item + 1) * factors);
  /** A history of nothing but gaps. */
  const gaps = new Float64Array(factors);
  if (filling.everywhere !== 0)
    for (let item = 0; item < train.items; item++) addVector(gaps, filling.everywhere, item);
  const isKnown = Uint8Array.from({ length: train.items }, (_, item) =>
    rowDot(items, item, vectorOf(item)) > 0 ? 1 : 0,
  );

  function addVector(sum: Float64Array, weight: number, item: number): void {
    for (let f = 0; f < factors; f++) sum[f] += weight * items[item * factors + f];
  }

  function predict({ history }: Query, out: Float64Array): void {
    const tastes = gaps.slice();
    const differences = filling.differences(history);
    for (let at = 0; at < differences.length; at++) addVector(tastes, differences[at], history.indices[at]);
    const more = filling.afterwards(history);
    factorProducts(items, tastes, out);
    for (let item = 0; item < out.length; item++) out[item] += more(item);
  }
  const saysNothing = (history: Query['history'], item: number) =>
    history.indices.length === 0 || (filling.kind === 'zero' && isKnown[item] === 0);

  return {
    score(query, out) {
      predict(query, out);
      for (let item = 0; item < out.length; item++) if (saysNothing(query.history, item)) out[item] = NaN;
    },
    ...(filling.kind !== 'zero' && { rate: predict }),
    similar: (item, out) => cosinesOfRows(items, factors, item, out),
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain({ history }, item) {
      if (saysNothing(history, item)) return explanationOf([], NaN);
      const own = vectorOf(item);
      const parts = Array.from(filling.differences(history), (difference, at): ExplanationPart => {
        const index = history.indices[at];
        return {
          kind: 'item',
          index,
          label: train.catalog.titles[index],
          amount: difference * rowDot(items, index, own),
        };
      });
      const usual = rowDot(items, item, gaps) + filling.afterwards(history)(item);
      return explanationOf(
        parts,
        usual,
        filling.kind === 'mean' ? 'what the gaps hold' : 'what is usual for you and it',
      );
    },
    snapshot: () => ({ recommender: id, version, params, arrays: { items: items.slice() }, numbers: {}, words: {} }),
  };
}
