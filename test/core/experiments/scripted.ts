import type { Query } from '../../../src/core/data/history.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { registry } from '../../../src/core/entry.ts';
import type { FittedModel, Recommender } from '../../../src/core/recommenders/recommender.ts';
import { defineRecommender } from '../../../src/core/recommenders/recommender.ts';
import type { Rng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';

/** A recommender that scores as a test tells it to. */
export function scripted(
  id: string,
  make: (train: TrainingSet, rng: Rng) => Pick<FittedModel, 'score' | 'rate' | 'dispose'>,
): Recommender {
  return defineRecommender({
    id,
    label: id,
    summary: 'Follows a script.',
    family: 'baseline',
    reference: 'none',
    version: 1,
    needs: [],
    traits: [],
    params: {},
    *fit(train, _, { rng }) {
      yield { step: 1, steps: 2 };
      yield { step: 2, steps: 2 };
      const snapshot = { recommender: id, version: 1, params: {}, arrays: {}, numbers: {}, words: {} };
      return { ...make(train, rng), snapshot: () => snapshot };
    },
    restore: () => {
      throw new Error('A scripted recommender is never restored.');
    },
  });
}

/** One score for every item, whoever asks. */
export const scoresOf = (score: (item: number, query: Query) => number) => (query: Query, out: Float64Array) => {
  for (let item = 0; item < out.length; item++) out[item] = score(item, query);
};

/** An environment whose clock ticks a millisecond at each look. */
export function envOf(...all: Recommender[]) {
  let time = 0;
  return { ...plainCompute, clock: () => time++, now: 1000, recommenders: registry('recommender', all) };
}
