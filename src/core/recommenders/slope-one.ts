/**
 * How much better or worse one item is rated than another, on average, added to what you gave the other.
 * D. Lemire, A. Maclachlan, "Slope one predictors for online rating-based collaborative filtering", SDM 2005: weighted.
 *
 *   difference  d_ij = Σ_v (r_vi − r_vj) / n_ij    over the n_ij people v who rated both
 *   paper       r̂_i = Σ_j n_ij (d_ij + r_j) / Σ_j n_ij     over the items j of a history with the ratings r
 *   rate        (Σ_j n_ij (d_ij + r_j) + β h b_i) / (Σ_j n_ij + β h),  b_i what is usual for item and person
 *               (math/rating-baseline), h the number of items j: as if β more people promised that from every one of them
 * The sums over pairs of items turn into one over people, c_v of the items of the history being rated by v:
 *   Σ_j n_ij (d_ij + r_j) = Σ_v (c_v r_vi + t_v)    with t_v = Σ_j (r_j − r_vj) over these, v over those who rated i,
 *   Σ_j n_ij = Σ_v c_v
 * so nothing of the size items × items is stored, nothing is learned in advance, and an answer takes one walk over the ratings.
 *   score       (r̂_i − m) (Σ_j n_ij)^γ,  m the middle of the scale: a rating promised by many counts more than the same by few
 */
import type { SparseRow } from '../data/csr.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import type { ValuesOf } from '../params.ts';
import { float } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';
import { power } from '../math/elementary.ts';

// Chosen on a fifth of the training part of MovieLens latest-small.
const params = {
  damping: float({
    label: 'Damping',
    help: 'As if this many people had rated every item just as is usual for it; more distrusts a promise that rests on few.',
    live: true,
    default: 3,
    min: 0,
    max: 1000,
  }),
  support: float({
    label: 'Weight of support',
    help: 'How much a list cares for how many comparisons a promise rests on: with 0 a single one can put an item on top.',
    live: true,
    default: 1,
    min: 0,
    max: 1,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'slope-one';
const version = 1;

export const slopeOne = defineRecommender({
  id,
  label: 'Slope One',
  summary: 'What you gave other items, plus how much better or worse people rate this one.',
  family: 'neighborhood',
  reference: 'Lemire & Maclachlan, Slope one predictors for online rating-based collaborative filtering, SDM 2005',
  lesson: {
    idea: 'Take an item you rated and one you have not met. People who rated both say by how much the one is better on average; add that to what you gave. Do so from every item you rated, and let each promise count as often as there were people to compare.',
    formula:
      'rating(i) = Σ n_ij (d_ij + r_j) / Σ n_ij over your items j, with d_ij the mean of how much higher people rate i than j, n_ij how many rated both, r_j what you gave',
    strengths: 'Can be worked out by hand, learns nothing in advance, and a new rating of anybody counts at once.',
    weaknesses:
      'Asks nobody whether their taste is like yours: where people are of two minds it promises what holds for neither.',
  },
  version,
  needs: ['ratings'],
  traits: ['personalized', 'rates', 'explain'],
  params,
  presets: [{ id: 'paper', label: 'As in the paper: no damping', params: { damping: 0, support: 0 } }],

  *fit(train, params) {
    yield { step: 1, steps: 1 };
    return fitted(train, params);
  },

  restore: (_snapshot, train, params) => fitted(train, params),
});

function fitted(train: TrainingSet, params: Params): FittedModel {
  const { byUser, byItem, users, items } = train;
  const baseline = ratingBaseline(byItem);
  const preference = preferenceScale(train);
  const shared = new Uint32Array(users);
  const shifts = new Float64Array(users);
  const sums = new Float64Array(items);
  const counts = new Float64Array(items);

  /** Σ_j n_ij (d_ij + r_j) and Σ_j n_ij per item; an item of the history is compared with the others of it. */
  function compare({ indices, values }: SparseRow): void {
    for (const array of [shared, shifts, sums, counts]) array.fill(0);
    for (let h = 0; h < indices.length; h++) {
      for (let at = byItem.indptr[indices[h]], end = byItem.indptr[indices[h] + 1]; at < end; at++) {
        shared[byItem.indices[at]]++;
        shifts[byItem.indices[at]] += values[h] - byItem.values[at];
      }
    }
    for (let user = 0; user < users; user++) {
      if (shared[user] === 0) continue;
      for (let at = byUser.indptr[user], end = byUser.indptr[user + 1]; at < end; at++) {
        sums[byUser.indices[at]] += shared[user] * byUser.values[at] + shifts[user];
        counts[byUser.indices[at]] += shared[user];
      }
    }
    for (let h = 0; h < indices.length; h++) {
      const people = byItem.indptr[indices[h] + 1] - byItem.indptr[indices[h]];
      sums[indices[h]] -= people * values[h];
      counts[indices[h]] -= people;
    }
  }

  /** n_ij and n_ij d_ij. */
  function pair(item: number, other: number): { count: number; difference: number } {
    const [ones, others] = [rowOf(byItem, item), rowOf(byItem, other)];
    let count = 0;
    let difference = 0;
    for (let i = 0; i < ones.indices.length; i++) {
      const at = indexIn(others.indices, ones.indices[i]);
      if (at < 0) continue;
      count++;
      difference += ones.values[i] - others.values[at];
    }
    return { count, difference };
  }

  const weightOf = (count: number) => (count > 0 ? power(count, params.support) : 0);
  const middle = -preference(0);

  return {
    score({ history }, out) {
      compare(history);
      for (let item = 0; item < items; item++) {
        const count = counts[item];
        out[item] = count > 0 ? (sums[item] / count - middle) * weightOf(count) : NaN;
      }
    },
    rate({ history }, out) {
      compare(history);
      const own = baseline.offset(history);
      const doubt = params.damping * history.indices.length;
      for (let item = 0; item < items; item++) {
        const usual = baseline.items[item] + own;
        const weight = counts[item] + doubt;
        out[item] = weight > 0 ? (sums[item] + doubt * usual) / weight : usual;
      }
    },
    explain({ history: { indices, values } }: Query, item) {
      const pairs = Array.from(indices, (other, at) => ({ other, own: values[at], ...pair(item, other) }));
      const heard = pairs.filter(({ other, count }) => other !== item && count > 0);
      const total = heard.reduce((sum, { count }) => sum + count, 0);
      if (total === 0) return explanationOf([], NaN);
      const parts = heard.map(({ other, own, count, difference }): ExplanationPart => {
        const promised = difference + count * (own - middle);
        const label = train.catalog.titles[other];
        return { kind: 'item', index: other, label, amount: (promised / total) * weightOf(total) };
      });
      return explanationOf(parts);
    },
    snapshot: () => ({ recommender: id, version, params, arrays: {}, numbers: {}, words: {} }),
  };
}
