/**
 * What a person says they like, category by category, before they have rated anything.
 * M. J. Pazzani, D. Billsus, "Content-based recommendation systems", The Adaptive Web, 2007;
 * A. M. Rashid et al., "Getting to know you: learning new user preferences in recommender systems", IUI 2002.
 *
 * With x_i the categories of item i, x̂_i the same at length 1, w_j from −1 to 1 what item j of the history was worth:
 *   p = s (Σ_liked e_c − Σ_disliked e_c) + Σ_j w_j x̂_j      s: as if s items of each category named had been rated
 *   score(i) = match(p, x_i) + α a_i                        match: cosine, or 1 / (1 + Σ |p − x_i|); see math/profile-match
 *   a_i = ln(1 + n_i m_i) / ln(1 + max_j n_j m_j)           n_i people who have it, m_i what they gave it, damped
 * Many items have the same categories; α a_i puts the well-liked of them first. Where nothing is known of a person it is all.
 * An item nobody has met is taken for a usual one: its a_i is the mean over those that somebody has.
 */
import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { rowOf, valueAt } from '../data/csr.ts';
import type { NamedFeatures } from '../data/feature-rows.ts';
import { featuresNamed, namedFeatures, oneRow } from '../data/feature-rows.ts';
import type { Query } from '../data/history.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { addRow } from '../math/add-row.ts';
import { dampedMean } from '../math/damped-mean.ts';
import { matchProfile } from '../math/profile-match.ts';
import { mean } from '../math/statistics.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, text } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';
import { log1p } from '../math/elementary.ts';

const params = {
  liked: text({
    label: 'Likes',
    help: 'Categories you like, separated by semicolons. In an evaluation everyone is taken to like them.',
    default: '',
    maxLength: 500,
  }),
  disliked: text({
    label: 'Dislikes',
    help: 'Categories you would rather not see, separated by semicolons.',
    default: '',
    maxLength: 500,
  }),
  strength: float({
    label: 'What is said counts for',
    help: 'As if this many items of each category named had been rated; with more, ratings change the list later.',
    live: true,
    default: 3,
    min: 0.1,
    max: 100,
    scale: 'log',
  }),
  appeal: float({
    label: 'Appeal to everyone',
    help: 'How much it counts that many have an item and like it; 0 goes by categories alone.',
    live: true,
    default: 3,
    min: 0,
    max: 100,
  }),
  match: choice({
    label: 'Fits means',
    help: 'The angle between what is liked and what an item is, or how little they differ. The lesson took the difference for the fit, so that the least fitting come first.',
    live: true,
    advanced: true,
    default: 'cosine',
    options: [
      { id: 'cosine', label: 'cosine' },
      { id: 'closeness', label: '1 / (1 + difference)' },
      { id: 'distance', label: 'the difference itself, wrong way round' },
    ],
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'preferences';
const version = 1;
/** As if this many people had given every item the average rating. */
const priorStrength = 3;

export const preferences = defineRecommender({
  id,
  label: 'Preferences',
  summary: 'What you say you like: the well-liked items of your categories, before you have rated anything.',
  family: 'content',
  reference: 'Pazzani & Billsus, Content-based recommendation systems, The Adaptive Web, 2007',
  lesson: {
    idea: 'Say which categories you like, and which you do not. That makes a profile with a weight for each category, and an item fits if it has what weighs much. Of the many that fit equally well, those come first that many people like. As you rate, your ratings speak for their categories too, and soon count for more than what you said.',
    formula:
      'score(i) = cos(p, x_i) + α·a_i, with p the weight of each category: s for one you like, −s for one you do not, and what your ratings add; x_i the categories of i, a_i its appeal to everyone between 0 and 1, s and α the settings',
    strengths:
      'Gives a newcomer a list of their own after two clicks, can say why, and has a place for an item on the day it arrives.',
    weaknesses:
      'Categories are coarse: within one, everyone gets the same list. People do not always like what they say they do.',
  },
  version,
  needs: ['itemFeatures'],
  traits: ['personalized', 'new-user', 'new-item', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'lesson',
      label: 'As in the lesson: the least fitting first',
      params: { match: 'distance', strength: 1, appeal: 0 },
    },
    { id: 'closeness', label: 'The lesson, put right', params: { match: 'closeness', strength: 1, appeal: 0 } },
  ],

  *fit(train, params) {
    yield { step: 1, steps: 1 };
    return fitted(train, params);
  },

  restore: (_snapshot, train, params) => fitted(train, params),
});

function fitted(train: TrainingSet, params: Params): FittedModel {
  const features = namedFeatures(train);
  const { rows } = features;
  const stated = new Map<number, number>();
  const say = (feature: number, sign: number) => stated.set(feature, (stated.get(feature) ?? 0) + sign);
  for (const feature of namesIn(params.liked, features)) say(feature, 1);
  for (const feature of namesIn(params.disliked, features)) say(feature, -1);
  const unit = unitRows(rows);
  const worth = worthOf(train);
  const { appeal, usual } = appealOf(train);
  const profile = new Float64Array(rows.cols);
  const own = new Float64Array(train.items);

  /** Fills `profile`; one that is compared by differences has 1 for what is liked most, as an item has for what it is. */
  function compose({ history }: Query): void {
    profile.fill(0);
    for (const [feature, sign] of stated) profile[feature] += sign * params.strength;
    history.indices.forEach((item, i) => addRow(unit, item, worth(history.values[i]), profile));
    if (params.match === 'cosine') return;
    const most = profile.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    if (most > 0) for (let feature = 0; feature < profile.length; feature++) profile[feature] /= most;
  }

  /** Cosines of a profile that has cancelled out are rounding noise. */
  function match(items: CsrMatrix, out: Float64Array): void {
    if (profile.every((weight) => Math.abs(weight) < 1e-12)) out.fill(0);
    else matchProfile(items, profile, params.match, out);
  }

  function parts(query: Query, item: number): ExplanationPart[] {
    compose(query);
    const row = rowOf(rows, item);
    const length = lengthOf(profile) * lengthOf(row.values);
    if (params.match !== 'cosine' || length < 1e-12) {
      match(rows, own);
      const amount = own[item];
      return amount === 0 ? [] : [{ kind: 'term', index: -1, label: 'how it fits what you like', amount }];
    }
    const found: ExplanationPart[] = [];
    row.indices.forEach((feature, i) => {
      const amount = ((stated.get(feature) ?? 0) * params.strength * row.values[i]) / length;
      if (amount !== 0) found.push({ kind: 'term', index: -1, label: features.names[feature], amount });
    });
    query.history.indices.forEach((index, i) => {
      const amount = (worth(query.history.values[i]) * product(row, rowOf(unit, index))) / length;
      if (amount !== 0) found.push({ kind: 'item', index, label: train.catalog.titles[index], amount });
    });
    return found;
  }

  return {
    score(query, out) {
      compose(query);
      match(rows, out);
      for (let item = 0; item < out.length; item++) out[item] += params.appeal * appeal[item];
    },
    scoreNew(query, description) {
      compose(query);
      match(oneRow(featuresNamed(features, description.categories), rows.cols), own.subarray(0, 1));
      return own[0] + params.appeal * usual;
    },
    similar(item, out) {
      profile.fill(0);
      addRow(rows, item, 1, profile);
      matchProfile(rows, profile, 'cosine', out);
      if (rows.indptr[item] === rows.indptr[item + 1]) out.fill(NaN);
    },
    explain: (query, item) =>
      explanationOf(
        parts(query, item),
        params.appeal * appeal[item],
        isMet(train, item) ? 'liked by all kinds of people' : 'taken for a usual one, as nobody has met it',
      ),
    snapshot: () => ({ recommender: id, version, params, arrays: {}, numbers: {}, words: {} }),
  };
}

/** Feature numbers of "Crime; Drama". Throws ParamError naming what there is. */
function namesIn(text: string, features: NamedFeatures): number[] {
  const names = text.split(';').map((name) => name.trim());
  return names.filter(Boolean).map((name) => {
    const [found] = featuresNamed(features, [name]);
    if (found !== undefined) return found;
    throw new LabError(
      'ParamError',
      features.names.length
        ? `Expected categories of these data, separated by semicolons; got "${name}". They have: ${features.names.join(', ')}.`
        : `Expected data with categories; these have none, so "${name}" cannot be liked. Choose other data.`,
    );
  });
}

/** How much a value is worth, from −1 to 1. */
function worthOf(train: TrainingSet): (value: number) => number {
  const preference = preferenceScale(train);
  let most = 0;
  for (const value of train.byUser.values) most = Math.max(most, Math.abs(preference(value)));
  return (value) => Math.min(1, Math.max(-1, preference(value) / (most || 1)));
}

const isMet = ({ byItem }: TrainingSet, item: number) => byItem.indptr[item] < byItem.indptr[item + 1];

/** From 0 to 1; `usual`: what an item is taken for that nobody has met. */
function appealOf(train: TrainingSet): { readonly appeal: Float64Array; readonly usual: number } {
  const { byItem, feedback } = train;
  const average = mean(byItem.values);
  const sums = Float64Array.from({ length: byItem.rows }, (_, item) => {
    const { values } = rowOf(byItem, item);
    const sum = values.length * mean(values) || 0;
    return feedback === 'explicit' ? values.length * dampedMean(sum, values.length, average, priorStrength) : sum;
  });
  const most = sums.reduce((most, sum) => Math.max(most, sum), 0);
  const appeal = sums.map((sum) => (most > 0 ? log1p(Math.max(0, sum)) / log1p(most) : 0));
  const usual = mean(appeal.filter((_, item) => isMet(train, item)));
  return { appeal: appeal.map((own, item) => (isMet(train, item) ? own : usual)), usual };
}

function unitRows(rows: CsrMatrix): CsrMatrix {
  const values = Float64Array.from(rows.values);
  for (let row = 0; row < rows.rows; row++) {
    const own = values.subarray(rows.indptr[row], rows.indptr[row + 1]);
    const length = lengthOf(own);
    if (length > 0) for (let i = 0; i < own.length; i++) own[i] /= length;
  }
  return { ...rows, values };
}

const product = (a: SparseRow, b: SparseRow): number =>
  a.indices.reduce((sum, feature, i) => sum + a.values[i] * valueAt(b, feature), 0);

function lengthOf(values: Values): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}
