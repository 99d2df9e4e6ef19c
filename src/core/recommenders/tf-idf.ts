/**
 * Items whose words resemble those of the items a person liked.
 * M. J. Pazzani, D. Billsus, "Content-based recommendation systems", The Adaptive Web, 2007;
 * the profile is J. Rocchio's: a weighted sum of the items' word vectors.
 *
 * With x_i the unit TF-IDF vector of item i and w_j what item j of the history weighs:
 *   p = Σ_j w_j x_j        score(i) = t_i / (t_i + β) · p · x_i / |p|
 * where t_i is how many different terms item i has and β the shrinkage: two items of a single shared word are not the same.
 *   rate(i) = Σ_j (x_i · x_j) r_j / Σ_j (x_i · x_j), over j ≠ i; the person's mean where nothing is alike.
 * It has nothing to say (NaN) about an item without words, nor to someone of whose items it knows no words.
 */
import type { Catalog } from '../data/catalog.ts';
import { describeItem, textOf } from '../data/catalog.ts';
import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { rowOf, transpose } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { addRow } from '../math/add-row.ts';
import { dampedMean } from '../math/damped-mean.ts';
import { englishStopWords } from '../math/stop-words.ts';
import type { WeightedTexts } from '../math/tf-idf.ts';
import { weighText, weighTexts } from '../math/tf-idf.ts';
import type { ValuesOf } from '../params.ts';
import { choice, flag, float, int } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';
import { log2 } from '../math/elementary.ts';

const params = {
  maxTerms: int({
    label: 'Most words',
    help: 'How many different words to keep, the most frequent first; rare words are specific but seldom shared.',
    default: 5000,
    min: 10,
    max: 50_000,
    scale: 'log',
  }),
  profile: choice({
    label: 'Taste is made of',
    help: 'Whether disliked items pull the profile as much as liked ones, push it away, or are left out.',
    live: true,
    default: 'centered',
    options: [
      { id: 'plain', label: 'every item alike' },
      { id: 'centered', label: "every item, by its rating minus the person's mean" },
      { id: 'liked', label: 'liked items only, by their rating' },
    ],
  }),
  likedFrom: float({
    label: 'Liked from',
    help: 'Where liking begins on the rating scale, from 0 (its bottom) to 1 (its top); for “liked items only”.',
    advanced: true,
    live: true,
    default: 0.6,
    min: 0,
    max: 1,
  }),
  shrinkage: float({
    label: 'Shrinkage',
    help: 'Distrusts likeness that rests on few words: an item with this many different words counts half.',
    live: true,
    default: 10,
    min: 0,
    max: 1000,
  }),
  text: choice({
    label: 'Reads',
    help: 'Which words of an item count.',
    advanced: true,
    default: 'everything',
    options: [
      { id: 'everything', label: 'title, categories, details and text' },
      { id: 'text', label: 'the text alone' },
    ],
  }),
  stopWords: flag({
    label: 'Leave out function words',
    help: 'Ignores English words such as “the” and “with”, which say nothing of the subject.',
    advanced: true,
    default: true,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'tf-idf';
const version = 1;
/** As if this many ratings at the average came with every history: a single rating then still counts as high or low. */
const meanStrength = 3;

export const tfIdf = defineRecommender({
  id,
  label: 'TF-IDF content',
  summary: 'Items described in the same telling words as the ones you liked.',
  family: 'content',
  reference: 'Pazzani & Billsus, Content-based recommendation systems, The Adaptive Web, 2007',
  lesson: {
    idea: 'Read what is written about each item. A word counts for more the fewer items use it, so an item becomes a list of telling words. Your profile is the sum of the lists of what you rated, likes added and dislikes taken away; what resembles the profile comes first.',
    formula:
      'score(i) = t_i / (t_i + β) · cos(p, x_i),  p = Σ w_j x_j over your items j, with x the weighted words of an item, w_j how much you liked j, t_i the number of its words, β the shrinkage',
    strengths: 'Needs no other people, can recommend an item on the day it arrives, and can say which words decided.',
    weaknesses: 'Knows what a film is about and not whether it is good; finds more of the same and few surprises.',
  },
  version,
  needs: ['text'],
  traits: ['personalized', 'new-item', 'rates', 'similar', 'explain'],
  params,
  presets: [
    { id: 'notebook', label: 'As in the notebook', params: { profile: 'plain', shrinkage: 0, text: 'text' } },
    {
      id: 'lesson',
      label: 'As in the lesson: liked items only',
      params: { profile: 'liked', shrinkage: 0, text: 'text' },
    },
  ],

  *fit(train, params) {
    const reading = weighTexts(textsOf(train.catalog, train.items, params), params.maxTerms, stopWordsOf(params));
    for (;;) {
      const { done, value } = reading.next();
      if (!done) yield { step: Math.round(value * train.items), steps: train.items };
      else if (value.terms.ids.length > 0) return fitted(value, train, params);
      else {
        throw new LabError(
          'EmptyDatasetError',
          `Expected items with words to compare; got ${train.items} items without any. Let it read everything, or choose data with titles or descriptions.`,
        );
      }
    }
  },

  restore({ arrays, words, numbers }, train, params) {
    const rows: CsrMatrix = {
      rows: numbers.items,
      cols: words.terms.length,
      indptr: arrays.indptr as Uint32Array,
      indices: arrays.indices as Uint32Array,
      values: arrays.values as Float64Array,
    };
    return fitted({ terms: { ids: words.terms }, idf: arrays.idf as Float64Array, rows }, train, params);
  },
});

const textsOf = (catalog: Catalog, items: number, { text }: Params): string[] =>
  Array.from({ length: items }, (_, item) =>
    text === 'text' ? (catalog.text?.[item] ?? '') : describeItem(catalog, item),
  );

const stopWordsOf = ({ stopWords }: Params): ReadonlySet<string> => (stopWords ? englishStopWords : new Set());

function fitted({ terms, idf, rows }: WeightedTexts, train: TrainingSet, params: Params): FittedModel {
  const postings = transpose(rows);
  const weightsOf = weighing(train, params);
  const profile = new Float64Array(terms.ids.length);
  const wordsOf = (item: number) => rows.indptr[item + 1] - rows.indptr[item];
  /** An item without words keeps its NaN: 0 / 0 where nothing is shrunk. */
  const trustIn = (words: number) => words / (words + params.shrinkage);
  const trust = (item: number) => trustIn(wordsOf(item));

  /** Fills `profile` and returns its length; 0 where nothing is known of the history's words. */
  function compose(items: Uint32Array, weights: ArrayLike<number>): number {
    profile.fill(0);
    for (let i = 0; i < items.length; i++) addRow(rows, items[i], weights[i], profile);
    let squares = 0;
    for (const amount of profile) squares += amount * amount;
    return Math.sqrt(squares);
  }

  /** The profile of a history. Opinions that cancel out still leave a choice of items, which then counts alike. */
  function composeTaste({ indices, values }: SparseRow): number {
    const length = compose(indices, weightsOf(values));
    return length > 1e-9 || params.profile === 'liked' ? length : compose(indices, values.slice().fill(1));
  }

  function compare(scale: number, out: Float64Array, items?: Uint32Array): void {
    if (items) return items.forEach((item) => (out[item] = compared(scale, item)));
    out.fill(0);
    for (let term = 0; term < profile.length; term++) {
      if (profile[term] !== 0) addRow(postings, term, profile[term] * scale, out);
    }
    for (let item = 0; item < out.length; item++) if (wordsOf(item) === 0) out[item] = NaN;
  }

  /** One of these, to the same bits. */
  function compared(scale: number, item: number): number {
    if (wordsOf(item) === 0) return NaN;
    let sum = 0;
    for (let at = rows.indptr[item]; at < rows.indptr[item + 1]; at++) {
      sum += profile[rows.indices[at]] * scale * rows.values[at];
    }
    return sum;
  }

  function score({ history }: Query, out: Float64Array): void {
    const length = composeTaste(history);
    if (length === 0) {
      out.fill(NaN);
      return;
    }
    compare(1 / length, out);
    for (let item = 0; item < out.length; item++) out[item] *= trust(item);
  }

  const likeness = new Float64Array(train.items);
  const everyItem = Uint32Array.from(likeness.keys());
  function rate({ history: { indices, values } }: Query, out: Float64Array, items?: Uint32Array): void {
    const mean = meanOf(values) ?? meanOf(train.byUser.values)!;
    compose(indices, values);
    compare(1, out, items);
    compose(indices, values.slice().fill(1));
    compare(1, likeness, items);
    for (let i = 0; i < indices.length; i++) {
      out[indices[i]] -= values[i];
      likeness[indices[i]] -= 1;
    }
    for (const item of items ?? everyItem) out[item] = likeness[item] > 1e-9 ? out[item] / likeness[item] : mean;
  }

  return {
    score,
    ...(train.feedback === 'explicit' && { rate }),
    scoreNew({ history }, description) {
      const length = composeTaste(history);
      const words = weighText(params.text === 'text' ? description.text : textOf(description), { terms, idf });
      if (length === 0 || words.indices.length === 0) return NaN;
      const product = words.indices.reduce((sum, term, i) => sum + words.values[i] * profile[term], 0);
      return (product / length) * trustIn(words.indices.length);
    },
    similar(item, out) {
      compose(Uint32Array.of(item), [1]);
      compare(1, out);
      if (wordsOf(item) === 0) out.fill(NaN);
    },
    similarToAll({ indices, values }, out) {
      compose(indices, values);
      compare(1, out);
    },
    explain({ history }, item) {
      const length = composeTaste(history);
      const own = rowOf(rows, item);
      if (length === 0 || own.indices.length === 0) return { score: NaN, parts: [] };
      const parts: ExplanationPart[] = [];
      let score = 0;
      own.indices.forEach((term, i) => {
        const amount = ((profile[term] * own.values[i]) / length) * trust(item);
        if (amount !== 0) parts.push({ kind: 'term', index: -1, label: terms.ids[term], amount });
        score += amount;
      });
      return { score, parts: parts.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount)) };
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: {
        idf: idf.slice(),
        indptr: rows.indptr.slice(),
        indices: rows.indices.slice(),
        values: Float64Array.from(rows.values),
      },
      numbers: { items: rows.rows },
      words: { terms: terms.ids },
    }),
  };
}

/** What each item of a history weighs in the profile. Strengths are no opinions: there a tenfold count weighs a few times more. */
function weighing(train: TrainingSet, { profile, likedFrom }: Params): (values: Values) => ArrayLike<number> {
  if (profile === 'plain') return (values) => values.slice().fill(1);
  if (train.feedback === 'implicit') return (values) => Float64Array.from(values, (value) => log2(1 + value));
  if (profile === 'centered') {
    const usual = meanOf(train.byUser.values)!;
    return (values) => {
      const mean = dampedMean(sumOf(values), values.length, usual, meanStrength);
      return Float64Array.from(values, (value) => value - mean);
    };
  }
  const { min, max } = train.ratingScale ?? rangeOf(train.byUser.values);
  // 1e-9: a threshold of 0.6 on a scale from 1 to 5 must not miss a rating of 3.4 by rounding.
  const threshold = min + likedFrom * (max - min) - 1e-9;
  return (values) => Float64Array.from(values, (value) => (value >= threshold ? value : 0));
}

const sumOf = (values: Values): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
const meanOf = (values: Values): number | null => (values.length ? sumOf(values) / values.length : null);

function rangeOf(values: Values): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
