/**
 * Ratings as sums of parts that never cancel: non-negative matrix factorization.
 * X. Luo, M. Zhou, Y. Xia, Q. Zhu, "An efficient non-negative matrix-factorization-based approach to collaborative filtering
 * for recommender systems", IEEE Transactions on Industrial Informatics 10(2), 2014.
 *
 *   minimize  Σ_ui (r_ui − p_u·q_i)² + λ (|p_u|² + |q_i|²) over the ratings there are,   every p, q ≥ 0
 *   update    p_uf := p_uf Σ_i r_ui q_if / (Σ_i r̂_ui q_if + λ n_u p_uf) for all users, and the same for all items, both from
 *             the values before: what starts positive stays so
 *   fold-in   the same update of one user from the items, repeated until it rests: the person's part of the same objective
 *   rate      p·q_i, also the score; what is usual for item and person (math/rating-baseline) where that says nothing
 */
import type { SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { factorProducts } from '../math/factor-products.ts';
import { clearUnmet, cosinesOfRows, rowDot, summedCosines } from '../math/factor-rows.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import { slicesOf } from '../math/slices.ts';
import type { ValuesOf } from '../params.ts';
import { float, int } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

// Regularization chosen on an eighth of MovieLens latest-small, with another part left aside.
const params = {
  factors: int({
    label: 'Parts',
    help: 'How many kinds of items to look for; more tell finer kinds apart and need more data.',
    default: 15,
    min: 1,
    max: 256,
    scale: 'log',
  }),
  epochs: int({
    label: 'Epochs',
    help: 'How often everything is updated; too often learns the ratings by heart.',
    default: 50,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  regularization: float({
    label: 'Regularization',
    help: 'Keeps the parts small; higher values predict lower ratings where little is known.',
    default: 0.15,
    min: 1e-6,
    max: 10,
    scale: 'log',
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'nmf';
const version = 1;
/** Multiplications between two yields: some ten milliseconds. */
const workPerStep = 5e6;
/** A person's own part is at rest long before. */
const ownUpdates = 200;

export const nmf = defineRecommender({
  id,
  label: 'Non-negative factors',
  summary: 'Takes ratings apart into a few kinds of items, each of which can only add to a rating.',
  family: 'factorization',
  reference:
    'Luo, Zhou, Xia & Zhu, An efficient non-negative matrix-factorization-based approach to collaborative filtering, TII 2014',
  lesson: {
    idea: 'Describe every item by a few parts, and every person by how much each part is worth to them, with no number below 0. A rating is the sum over the parts, so nothing can be taken back by something else. All numbers start at random and are multiplied, again and again, by how much more of them the ratings call for than they give.',
    formula:
      'rating(u, i) = p_u·q_i;  p_uf := p_uf · Σ_i r_ui q_if / (Σ_i r̂_ui q_if + λ n_u p_uf), with r̂ the present guess, n_u the ratings of u, λ the regularization; the same for items',
    strengths: 'The parts can be read: each gathers items that go together.',
    weaknesses:
      'Predicts ratings less well than factors that may cancel, as it has no place for generosity or for dislike.',
  },
  version,
  needs: ['ratings'],
  traits: ['personalized', 'rates', 'similar', 'explain'],
  params,
  presets: [{ id: 'surprise', label: 'As in Surprise', params: { regularization: 0.06 } }],

  *fit(train, params, { rng }) {
    const { factors, epochs } = params;
    const { byUser, byItem } = train;
    if (byUser.values.some((value) => value < 0)) {
      throw new LabError(
        'ParamError',
        'Expected ratings of at least 0, which sums of parts can reach; got lower ones. Choose another recommender for these data.',
      );
    }
    // Random starts with which p·q is near the middle of the scale, so that no part begins at rest.
    const start = (rows: number) => Float64Array.from({ length: rows * factors }, () => rng.next());
    let users = start(byUser.rows);
    let items = start(byItem.rows);
    const limit = workPerStep / (4 * factors);
    const steps = epochs * 2 * byUser.indices.length;
    let step = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const sides = [
        { cells: byUser, own: users, other: items, next: new Float64Array(users.length) },
        { cells: byItem, own: items, other: users, next: new Float64Array(items.length) },
      ];
      let squares = 0;
      for (const { cells, own, other, next } of sides) {
        const cellsIn = (row: number) => cells.indptr[row + 1] - cells.indptr[row];
        for (const [from, to] of slicesOf(cells.rows, cellsIn, limit)) {
          for (let row = from; row < to; row++) {
            const place = [row * factors, (row + 1) * factors] as const;
            squares += update(rowOf(cells, row), own.subarray(...place), other, next.subarray(...place), params);
          }
          step += cells.indptr[to] - cells.indptr[from];
          if (to < cells.rows) yield { step, steps };
        }
      }
      [users, items] = [sides[0].next, sides[1].next];
      if (!Number.isFinite(squares)) throw diverged(epoch, params);
      // Both sides meet every rating.
      yield { step, steps, loss: squares / (2 * byUser.indices.length) };
    }
    clearUnmet(items, factors, byItem);
    return fitted(items, train, params);
  },

  restore: ({ arrays }, train, params) => fitted(arrays.items as Float64Array, train, params),
});

const diverged = (epoch: number, { factors, regularization }: Params) =>
  new LabError(
    'ParamError',
    `Expected finite factors; epoch ${epoch} with ${factors} parts and regularization ${regularization} gave others. Lower both.`,
  );

/** One row's update from `own` into `next`, against the other side's rows. Σ e² before it; a row without cells becomes 0. */
function update(
  { indices, values }: SparseRow,
  own: Float64Array,
  other: Float64Array,
  next: Float64Array,
  { factors, regularization }: Params,
): number {
  const wanted = new Float64Array(factors);
  const present = new Float64Array(factors);
  let squares = 0;
  for (let at = 0; at < indices.length; at++) {
    const row = indices[at] * factors;
    let predicted = 0;
    for (let f = 0; f < factors; f++) predicted += own[f] * other[row + f];
    for (let f = 0; f < factors; f++) {
      wanted[f] += values[at] * other[row + f];
      present[f] += predicted * other[row + f];
    }
    squares += (values[at] - predicted) ** 2;
  }
  for (let f = 0; f < factors; f++) {
    const whole = present[f] + regularization * indices.length * own[f];
    next[f] = whole > 0 ? (own[f] * wanted[f]) / whole : 0;
  }
  return squares;
}

/** `items`: q, row-major, items × factors; zeros where nobody rated the item. */
function fitted(items: Float64Array, train: TrainingSet, params: Params): FittedModel {
  const { factors } = params;
  const baseline = ratingBaseline(train.byItem);
  const isKnown = (item: number) => train.byItem.indptr[item] < train.byItem.indptr[item + 1];

  function tastesOf(history: SparseRow): Float64Array {
    let own = new Float64Array(factors).fill(1);
    let next = new Float64Array(factors);
    for (let round = 0; round < ownUpdates; round++) {
      update(history, own, items, next, params);
      [own, next] = [next, own];
    }
    return own;
  }

  function predict(history: SparseRow, out: Float64Array): void {
    if (history.indices.length === 0) return void out.fill(NaN);
    factorProducts(items, tastesOf(history), out);
    for (let item = 0; item < out.length; item++) if (!isKnown(item)) out[item] = NaN;
  }

  return {
    score: ({ history }, out) => predict(history, out),
    rate({ history }, out) {
      predict(history, out);
      const own = baseline.offset(history);
      for (let item = 0; item < out.length; item++) if (Number.isNaN(out[item])) out[item] = baseline.items[item] + own;
    },
    similar: (item, out) => cosinesOfRows(items, factors, item, out),
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain({ history }, item) {
      if (history.indices.length === 0 || !isKnown(item)) return explanationOf([], NaN);
      const tastes = tastesOf(history);
      const shares = sharesOf(history, tastes, items.subarray(item * factors, (item + 1) * factors));
      const parts = Array.from(shares, (amount, at): ExplanationPart => {
        const index = history.indices[at];
        return { kind: 'item', index, label: train.catalog.titles[index], amount };
      });
      return explanationOf(parts);
    },
    snapshot: () => ({ recommender: id, version, params, arrays: { items: items.slice() }, numbers: {}, words: {} }),
  };

  /** Each part of p·q_i goes to the rated items by how much of that part's evidence Σ_j r_j q_jf they gave. */
  function sharesOf({ indices, values }: SparseRow, tastes: Float64Array, own: Float64Array): Float64Array {
    const evidence = new Float64Array(factors);
    const weights = Array.from(indices, (item, at) => {
      const weight = items.slice(item * factors, (item + 1) * factors).map((q) => q * values[at]);
      weight.forEach((value, f) => (evidence[f] += value));
      return weight;
    });
    const each = tastes.map((taste, f) => (evidence[f] > 0 ? (taste * own[f]) / evidence[f] : 0));
    return Float64Array.from(weights, (weight) => rowDot(weight, 0, each));
  }
}
