import { expect, it } from 'vitest';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { tidyProtocol } from '../../../src/core/experiments/protocol.ts';

const plain: Protocol = { split: { id: 'holdout', params: {} }, metrics: ['ndcg'], k: 10, relevantFrom: null, seed: 1 };

it('a tidy protocol says nothing that holds anyway, and keeps what does not', () => {
  const spelledOut: Protocol = { ...plain, aboveOwnMean: false, negatives: 0, ties: 'index', dialect: 'tastelab' };
  expect(tidyProtocol(spelledOut)).toStrictEqual(plain);
  const own: Protocol = { ...plain, aboveOwnMean: true, negatives: 99, ties: 'random', dialect: 'lenskit' };
  expect(tidyProtocol(own)).toStrictEqual(own);
});
