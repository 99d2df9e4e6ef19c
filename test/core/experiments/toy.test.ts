/** The notebook's own split, every recommender as in the notebook, through the whole protocol. */
import { expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { toy } from '../../../src/core/generators/toy.ts';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import { toyPaths } from '../../fixtures/toy.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { describeShared, readShared } from '../../shared.ts';

const protocol: Protocol = {
  split: { id: 'leave-one-out', params: { which: 'notebook' } },
  metrics: ['recall', 'precision', 'hit-rate'],
  k: 10,
  relevantFrom: null,
  seed: 42,
};

describeShared('the notebook, end to end', toyPaths, () => {
  const expected = readShared(toyPaths[1]);
  const dataset = toy.generate({}, 42, null);
  const notebook = async (id: string) => {
    const preset = recommenders.get(id).presets!.find((one) => one.id === 'notebook')!;
    const env = { ...plainCompute, clock: () => 0, now: 0 };
    const run = await drive(evaluate(dataset, [{ id, params: preset.params }], protocol, env));
    expect(run.users.length).toBe(30);
    expect(run.outcomes[0].error).toBeNull();
    return Object.fromEntries(run.outcomes[0].results.map(({ metric, value }) => [metric, value]));
  };

  // Printed values that no order of ties can change.
  it.each([
    ['tf-idf', 'contentTfidf'],
    ['user-knn', 'userKnn'],
    ['item-knn', 'itemKnn'],
  ])('%s reaches the printed precision and recall', async (id, theirs) => {
    const { printed, metricsEqualPrinted } = expected[theirs];
    expect(metricsEqualPrinted).toBe(true);
    const { precision, recall, 'hit-rate': hitRate } = await notebook(id);
    expect(precision).toBeCloseTo(printed.precision, 3);
    expect(recall).toBeCloseTo(printed.recall, 3);
    expect(hitRate).toBe(recall);
  });

  it('popularity reaches what lower-index-first gives among its many ties', async () => {
    const { precision, recall } = await notebook('popularity');
    expect(recall).toBeCloseTo(expected.popularity.canonicalOrder.recall, 9);
    expect(precision).toBeCloseTo(expected.popularity.canonicalOrder.precision, 9);
  });
});
