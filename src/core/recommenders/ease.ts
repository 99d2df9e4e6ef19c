/**
 * Every item read off all the others at once, each for what the rest do not tell: a linear autoencoder in closed form.
 * H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019.
 *
 *   minimize  |X − X B|² + λ |B|²  with B_ii = 0       X people × items: 0, or how much a like (or dislike) counts
 *   solution  B_ij = −P_ij / P_jj,  P = (XᵀX + λI)⁻¹
 *   score     Σ_j h_j B_ji over the items j of any history h
 * Solved for the people where they are fewer (math/item-regression). A score is a sum over the history, so it explains itself.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { transpose } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { examplesOf, exampleWeights } from '../data/examples.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import type { ItemRegression } from '../math/item-regression.ts';
import { equationsOf, fitItemRegression, itemRegression } from '../math/item-regression.ts';
import type { ValuesOf } from '../params.ts';
import { choice, flag, float } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

// Chosen on a fifth of the training part of MovieLens latest-small, ratings and likes alone.
const params = {
  regularization: float({
    label: 'Regularization',
    help: 'As if every item had been chosen by this many more people who chose nothing else; more relies on the strong connections.',
    default: 200,
    min: 1,
    max: 100_000,
    scale: 'log',
  }),
  weights: choice({
    label: 'Likes count',
    help: 'All likes the same, or a high rating or count more than a low one.',
    default: 'preference',
    options: [
      { id: 'equal', label: 'the same' },
      { id: 'preference', label: 'by how far a rating lies above the middle; counts by their logarithm' },
    ],
  }),
  dislikes: flag({
    label: 'Dislikes count',
    help: 'Lets a rating below the middle of the scale speak against what goes with the item.',
    default: false,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'ease';
const version = 1;
/** 8 bytes per cell while fitting and 4 after it: 0.6 GB in all, and minutes of work. */
const mostEquations = 7000;

export const ease = defineRecommender({
  id,
  label: 'EASE',
  summary: 'Weighs all your items against each other to tell what else belongs to them.',
  family: 'neighborhood',
  reference: 'Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019',
  lesson: {
    idea: 'Guess whether somebody has an item from everything else they have. Item neighbors would count two similar items twice; here all weights are found together, so each item only adds what the others do not already say. A weight can be negative: having one thing may speak against another.',
    formula:
      'score(i) = Σ B_ji over your items j,  B_ij = −P_ij / P_jj, B_ii = 0, P = (XᵀX + λI)⁻¹, with X who likes what, λ the regularization',
    strengths:
      'One exact solution without chance or learning rate, one setting to choose, and lists as good as those of far larger models.',
    weaknesses: 'The work grows with the cube of the number of items or of people, whichever is smaller.',
  },
  version,
  needs: [],
  traits: ['personalized', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'paper',
      label: 'As in the paper: every like counts the same',
      params: { weights: 'equal', regularization: 100 },
    },
  ],

  *fit(train, params) {
    const { cells, weightOf } = likesOf(train, params);
    const size = equationsOf(cells);
    if (size > mostEquations) {
      throw new LabError(
        'BackendError',
        `Expected at most ${mostEquations} items or at most ${mostEquations} people, since the smaller number is squared in memory; got ${train.items} items and ${train.users} people. Choose a smaller data set, or ALS, which holds as many as you like.`,
      );
    }
    const byItem = transpose(cells);
    const fitting = fitItemRegression(cells, byItem, params.regularization);
    for (;;) {
      const { done, value } = fitting.next();
      if (done) return fitted(value, byItem, weightOf, train, params);
      yield { step: value * size, steps: size };
    }
  },

  restore({ arrays }, train, params) {
    const { cells, weightOf } = likesOf(train, params);
    const byItem = transpose(cells);
    const parts = { inverse: arrays.inverse as Float32Array, open: arrays.open as Float64Array };
    return fitted(itemRegression(parts, cells, byItem, params.regularization), byItem, weightOf, train, params);
  },
});

function likesOf(train: TrainingSet, params: Params): { cells: CsrMatrix; weightOf: ExampleWeight } {
  const weight = exampleWeights(train, params.weights);
  const weightOf: ExampleWeight = params.dislikes ? weight : (value) => Math.max(0, weight(value));
  return { cells: examplesOf(train.byUser, weightOf, true), weightOf };
}

function fitted(
  regression: ItemRegression,
  byItem: CsrMatrix,
  weightOf: ExampleWeight,
  train: TrainingSet,
  params: Params,
): FittedModel {
  /** Items that nobody likes or dislikes: nothing is known of what belongs to them. */
  const unknown = Uint32Array.from({ length: train.items }, (_, item) => item).filter(
    (item) => byItem.indptr[item] === byItem.indptr[item + 1],
  );

  /** What of a history counts. */
  function heard({ history: { indices, values } }: Query) {
    const weights = Float64Array.from(values, weightOf);
    return { indices: indices.filter((_, at) => weights[at] !== 0), values: weights.filter((weight) => weight !== 0) };
  }

  return {
    score(query, out) {
      const history = heard(query);
      if (history.indices.length === 0) return void out.fill(NaN);
      regression.apply(history, out);
      for (const item of unknown) out[item] = NaN;
    },
    similar(item, out) {
      if (unknown.includes(item)) return void out.fill(NaN);
      regression.correlations(item, out);
      for (const other of unknown) out[other] = NaN;
    },
    explain(query, item) {
      const { indices, values } = heard(query);
      if (indices.length === 0 || unknown.includes(item)) return explanationOf([], NaN);
      const weights = regression.weights(indices, item);
      const parts = Array.from(indices, (index, at): ExplanationPart => {
        return { kind: 'item', index, label: train.catalog.titles[index], amount: values[at] * weights[at] };
      });
      return explanationOf(parts);
    },
    snapshot: () => ({ recommender: id, version, params, arrays: { ...regression.parts() }, numbers: {}, words: {} }),
  };
}
