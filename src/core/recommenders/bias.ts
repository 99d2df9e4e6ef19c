/**
 * What a rating comes to before taste is asked for: some items please everyone more, some people give more.
 * Y. Koren, "Factor in the neighbors: scalable and accurate collaborative filtering", TKDD 2010, section 2.1.
 *
 *   minimize  Σ_ui (r_ui − μ − b_u − b_i)² + β_i Σ b_i² + β_u Σ b_u²,   μ the mean of all ratings, by turns (math/rating-baseline)
 *   rate      μ + b_u + b_i, with b_u from the history asked about: b_u = Σ (r − μ − b_i) / (n + β_u)
 *   score     μ + b_i: what somebody usually gives moves all items alike, so the list is the same for everyone
 */
import { rowOf } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { RatingBaseline } from '../math/rating-baseline.ts';
import { baselineFrom, ratingBaseline } from '../math/rating-baseline.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import { float, int } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

const params = {
  sweeps: int({
    label: 'Sweeps',
    help: 'How often items and people are told apart anew; a few settle it.',
    advanced: true,
    default: 10,
    min: 1,
    max: 100,
    scale: 'log',
  }),
  itemDamping: float({
    label: 'Damping of items',
    help: 'As if this many people had given every item the average rating; higher values distrust items with few ratings.',
    default: 10,
    min: 0,
    max: 1000,
  }),
  userDamping: float({
    label: 'Damping of people',
    help: 'As if everybody had given this many more ratings that were just as usual; higher values distrust short histories.',
    default: 15,
    min: 0,
    max: 1000,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'bias';
const version = 1;

export const bias = defineRecommender({
  id,
  label: 'Rating baseline',
  summary: 'How well an item is rated by everyone, and how generous a person is: no taste at all.',
  family: 'baseline',
  reference: 'Koren, Factor in the neighbors: scalable and accurate collaborative filtering, TKDD 2010',
  lesson: {
    idea: 'Part of a rating has nothing to do with taste: some items please nearly everyone, and some people are generous. Both parts are estimated, each damped towards zero where little is known. Their sum is the rating to expect before taste is asked for.',
    formula:
      'rating(u, i) = μ + b_u + b_i;  score(i) = μ + b_i,  with μ the mean of all ratings, b_u and b_i how far person and item lie from it',
    strengths:
      'Predicts ratings well for so little, also for a newcomer, and every other predictor of ratings builds on it.',
    weaknesses: 'The list is the same for everyone: generosity moves all items alike.',
  },
  version,
  needs: ['ratings'],
  traits: ['new-user', 'rates', 'explain'],
  params,

  *fit(train, params) {
    const { sweeps, itemDamping, userDamping } = params;
    const offsets = new Float64Array(train.users);
    let baseline = ratingBaseline(train.byItem, itemDamping, userDamping);
    yield { step: 1, steps: sweeps };
    for (let sweep = 2; sweep <= sweeps; sweep++) {
      for (let user = 0; user < train.users; user++) offsets[user] = baseline.offset(rowOf(train.byUser, user));
      baseline = ratingBaseline(train.byItem, itemDamping, userDamping, offsets);
      yield { step: sweep, steps: sweeps };
    }
    return fitted(baseline, train, params);
  },

  restore: ({ arrays }, train, params) =>
    fitted(baselineFrom(arrays.items as Float64Array, params.userDamping), train, params),
});

function fitted({ items, offset }: RatingBaseline, train: TrainingSet, params: Params): FittedModel {
  const overall = mean(train.byUser.values);
  const part = (label: string, amount: number): ExplanationPart => ({ kind: 'bias', index: -1, label, amount });
  return {
    score: (_, out) => out.set(items),
    rate({ history }, out) {
      const own = offset(history);
      for (let item = 0; item < out.length; item++) out[item] = items[item] + own;
    },
    explain(_, item) {
      const people = train.byItem.indptr[item + 1] - train.byItem.indptr[item];
      const against = `this one against the average, from ${people === 1 ? '1 person' : `${people} people`}`;
      return explanationOf([part(against, items[item] - overall)], overall, 'the average rating');
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { items: items.slice() },
      numbers: {},
      words: {},
    }),
  };
}
