/**
 * A tower over a person's history and one over what is known of an item, so that a like is where the two tops meet.
 * P. Covington, J. Adams, E. Sargin, "Deep neural networks for YouTube recommendations", RecSys 2016;
 * X. Yi et al., "Sampling-bias-corrected neural modeling for large corpus item recommendations", RecSys 2019;
 * J. Yang et al., "Mixed negative sampling for learning two-tower neural networks in recommendations", WWW 2020.
 *
 *   user      x_u = f(e + Σ_j w_j h_j / √n) / τ  over the likes j of a history, e what is so of everyone
 *   item      v_i, b_i = g(own row of i + Σ_c w_c rows of its categories and words); f and g add a hidden layer, or none, and
 *             scale to length 1
 *   score     s_ui = x_u·v_i + b_i
 *   minimize  Σ_u Σ_t softplus(L_u − s_ut) over likes t kept out of the history,  L_u = ln Σ_c exp(s_uc − ln E_c)  over the
 *             candidates c of the batch that u does not like, with E_c how often c is expected among the candidates
 * Because the target itself is no candidate of L_u, the loss is that of a softmax over it and, in expectation, all items that
 * u does not like. With vectors of their own ("users: own", the notebook): x_u = p_u / |p_u| τ, v_i = q_i / |q_i|, mean
 * cross-entropy of the sigmoid over likes and a few items drawn for each; strangers by math/history-map.
 */
import { exampleWeights } from '../data/examples.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { fitHistoryTowers, historyModel } from './history-fit.ts';
import { fitPairTowers, pairModel } from './pair-fit.ts';
import { defineRecommender } from './recommender.ts';
import type { TwoTowerParams } from './two-tower-params.ts';
import { params } from './two-tower-params.ts';

const id = 'two-tower';
const version = 1;

const notebook = {
  ...{ users: 'own', factors: 32, epochs: 10, learningRate: 0.01, batch: 256, patience: 0 },
  ...{ temperature: 1, examples: 'everything', draws: 3, avoid: 'itself' },
} as const;

export const twoTower = defineRecommender({
  id,
  label: 'Two towers',
  summary: 'Turns what you like and what an item is into two arrows, and recommends items whose arrow points your way.',
  family: 'neural',
  reference: 'Yi et al., RecSys 2019; Yang et al., WWW 2020',
  lesson: {
    idea: 'One network reads a history and ends in an arrow; another reads an item, who it is, its categories and its words, and ends in an arrow too. Hide some of what a person likes, and turn the arrows until theirs points to the hidden items rather than to what others in the same batch like or to items drawn at random. What is drawn often for being popular counts for less, so that popularity alone is not learned as dislike.',
    formula:
      'score(i) = x·v_i / τ + b_i,  x = direction of e + Σ h_j / √n over your n likes j, v_i the item’s direction, b_i its appeal to everyone, τ the temperature',
    strengths:
      'Answers anyone at once from their history, places new items by their description, and finds the best of millions of items by direction alone.',
    weaknesses:
      'Compares only where the towers end, so it cannot weigh one item of yours against another; needs many likes, and learns in minutes what a closed form may find in seconds.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'new-item', 'similar', 'explain'],
  params,
  presets: [
    { id: 'notebook', label: 'As in the notebook', params: notebook },
    {
      id: 'notebook-avoiding',
      label: 'As in the notebook, but negatives avoid what was rated',
      params: { ...notebook, avoid: 'everything met' },
    },
    { id: 'deep', label: 'With a hidden layer in each tower', params: { userLayer: 64, itemLayer: 64 } },
  ],

  fit(train, params, env) {
    const fit = params.users === 'own' ? fitPairTowers : fitHistoryTowers;
    return fit(train, params, env, weightsOf(train, params), { recommender: id, version, params });
  },

  restore(snapshot, train, params) {
    const model = params.users === 'own' ? pairModel : historyModel;
    return model(snapshot, train, params, weightsOf(train, params));
  },
});

const weightsOf = (train: TrainingSet, { examples }: TwoTowerParams) =>
  examples === 'everything' ? () => 1 : exampleWeights(train, examples);
