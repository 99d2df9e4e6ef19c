/** What every network does with what it cannot learn from, whichever network it is. */
import { describe, expect, it } from 'vitest';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { drive } from '../../src/core/experiments/drive.ts';
import type { Checkpoint } from '../../src/core/recommenders/recommender.ts';
import { testEnv } from '../fixtures/fit.ts';
import { answersOf, networks, smallest, until } from '../fixtures/networks.ts';
import { parity } from '../fixtures/parity.ts';

const { dataset } = parity('explicit');
const train = buildTrainingSet(dataset);

describe.each(networks.map((network) => ({ id: network.id, network })))('$id', ({ network }) => {
  it('learns in batches larger than the data, and without words or categories', async () => {
    const bare = buildTrainingSet({ ...dataset, catalog: { ...dataset.catalog, text: null, categories: null } });
    const model = await drive(network.fit(bare, smallest(network, { batch: 65_536 }), testEnv()));
    expect([...(await answersOf(model, bare))].some(Number.isFinite)).toBe(true);
  });

  it('refuses a checkpoint of another shape, and leaves no tensor behind', async () => {
    const { usage } = await testEnv().tensors();
    const before = usage();
    const run = network.fit(train, smallest(network), testEnv());
    const end = await until(run, 'at the end of an epoch');
    const resume: Checkpoint = await end!.checkpoint!();
    await run.return(undefined as never);
    const other = network.fit(train, smallest(network, { factors: 4 }), { ...testEnv(), resume });
    await expect(drive(other)).rejects.toMatchObject({ name: 'SnapshotVersionError' });
    expect(usage()).toEqual(before);
  });

  it('never answers with infinity where the numbers run away', async () => {
    const wild = smallest(network, { learningRate: 10, epochs: 5, patience: 0 });
    const outcome = await drive(network.fit(train, wild, testEnv())).catch((error: Error) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ParamError' });
    else for (const score of await answersOf(outcome, train)) expect(Math.abs(score)).not.toBe(Infinity);
  });
});
