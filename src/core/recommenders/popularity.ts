/**
 * The same list for everyone, and the bar every other recommender has to clear.
 * P. Cremonesi, Y. Koren, R. Turrin, "Performance of recommender algorithms on top-N recommendation tasks", RecSys 2010.
 *
 * With n_i the number of people who have item i, s_i the sum of their values, m the mean of all values and b the prior
 * strength, the damped mean is  a_i = (s_i + b m) / (n_i + b)  and the score is n_i, n_i a_i or a_i.
 * Strengths (plays, quantities) are no opinions: there n_i a_i is taken without a prior, which is s_i.
 * Where one category is asked for, the rest is left out.
 */
import type { Catalog } from '../data/catalog.ts';
import { itemsWith } from '../data/catalog.ts';
import { rowOf } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { dampedMean } from '../math/damped-mean.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, text } from '../params.ts';
import type { FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';

const params = {
  measure: choice({
    label: 'Counts as popular',
    help: 'What lifts an item: many people, many pleased people, or high ratings however few.',
    live: true,
    default: 'pleased',
    options: [
      { id: 'count', label: 'how many people have it' },
      { id: 'pleased', label: 'how many people, times what they gave it' },
      { id: 'mean', label: 'what they gave it, on average' },
    ],
  }),
  priorStrength: float({
    label: 'Prior strength',
    help: 'As if this many people had given every item the average rating; higher values distrust items with few ratings.',
    live: true,
    default: 3,
    min: 0,
    max: 100,
  }),
  category: text({
    label: 'Only the category',
    help: 'Lists nothing but this category, written as the data have it; empty lists everything.',
    default: '',
    maxLength: 100,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'popularity';
const version = 1;

export const popularity = defineRecommender({
  id,
  label: 'Popularity',
  summary: 'What most people chose: the same list for everyone.',
  family: 'baseline',
  reference:
    'Cremonesi, Koren & Turrin, Performance of recommender algorithms on top-N recommendation tasks, RecSys 2010',
  lesson: {
    idea: 'Count how many people chose each item, and let what they gave it count too. The most chosen come first, for everyone alike. It asks nothing about you, so it needs no history; whatever wants to be called personal has to beat it.',
    formula:
      'score(i) = n_i · a_i,  a_i = (s_i + b·m) / (n_i + b),  with n_i people who have i, s_i the sum of their ratings, m the mean of all ratings, b the prior strength',
    strengths:
      'Always has a full list, is fitted in an instant, and is hard to beat in tests, because tests are made of what people chose.',
    weaknesses: 'Shows everyone what they know already, never the rest, and makes the popular more popular.',
  },
  version,
  needs: [],
  traits: ['new-user', 'rates', 'explain'],
  params,
  presets: [
    { id: 'notebook', label: 'As in the notebook', params: { measure: 'count' } },
    { id: 'well-liked', label: 'Well liked, however few know it', params: { measure: 'mean' } },
    {
      id: 'lesson',
      label: 'A newcomer’s list as in the lesson: the sum of ratings',
      params: { measure: 'pleased', priorStrength: 0 },
    },
  ],

  *fit(train, params) {
    categoryOf(train.catalog, params);
    const counts = new Uint32Array(train.items);
    const sums = new Float64Array(train.items);
    for (let item = 0; item < train.items; item++) {
      const { values } = rowOf(train.byItem, item);
      counts[item] = values.length;
      for (let i = 0; i < values.length; i++) sums[item] += values[i];
    }
    yield { step: 1, steps: 1 };
    return fitted({ counts, sums }, train, params);
  },

  restore: ({ arrays }, train, params) =>
    fitted({ counts: arrays.counts as Uint32Array, sums: arrays.sums as Float64Array }, train, params),
});

interface Tally {
  readonly counts: Uint32Array;
  readonly sums: Float64Array;
}

function fitted({ counts, sums }: Tally, train: TrainingSet, params: Params): FittedModel {
  const explicit = train.feedback === 'explicit';
  const mean = sums.reduce((total, sum) => total + sum, 0) / train.byUser.values.length;
  const average = (item: number) => dampedMean(sums[item], counts[item], mean, params.priorStrength);
  const wanted = categoryOf(train.catalog, params);
  const scores = Float64Array.from(counts, (count, item) => {
    if (wanted && !wanted.has(item)) return NaN;
    if (params.measure === 'count') return count;
    if (params.measure === 'mean') return average(item);
    return explicit ? count * average(item) : sums[item];
  });
  const averages = Float64Array.from(counts, (_, item) => average(item));

  return {
    score: (_query, out) => out.set(scores),
    ...(explicit && { rate: (_query, out) => out.set(averages) }),
    explain(_query, item) {
      const amount = scores[item];
      return {
        score: amount,
        parts: Number.isNaN(amount) ? [] : [{ kind: 'bias', index: -1, label: sentence(item), amount }],
      };
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { counts: counts.slice(), sums: sums.slice() },
      numbers: {},
      words: {},
    }),
  };

  function sentence(item: number): string {
    const people = counts[item] === 1 ? '1 person' : `${counts[item]} people`;
    if (params.measure === 'count') return `${people} have it`;
    if (!explicit && params.measure === 'pleased') return `the sum over ${people}`;
    const given = `${Number(average(item).toFixed(2))} on average`;
    return params.measure === 'mean' ? `${given}, from ${people}` : `${people}, ${given}`;
  }
}

/** The items of the category asked for; null where none is. Throws ParamError. */
function categoryOf({ categories }: Catalog, { category }: Params): ReadonlySet<number> | null {
  const name = category.trim();
  if (!name) return null;
  const known = categories?.names ?? [];
  const at = known.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  if (at >= 0) return itemsWith(categories!, at);
  throw new LabError(
    'ParamError',
    known.length
      ? `Expected a category of these data; got "${name}". They have: ${known.join(', ')}.`
      : `Expected data with categories; these have none, so none can be "${name}". Leave the category empty.`,
  );
}
