/** What is held out changes no score, whoever recommends and however the data are cut. */
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/data/dataset.ts';
import type { TrainingSet } from '../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../src/core/data/training-set.ts';
import { drive } from '../../src/core/experiments/drive.ts';
import { generators } from '../../src/core/generators/registry.ts';
import { sessionsFromEvents } from '../../src/core/data/sessions.ts';
import type { Recommender } from '../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { createRng } from '../../src/core/rng.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import { plainCompute } from '../fixtures/compute.ts';

/** The notebook's community with a planted test set and times, and sessions that hold every event. */
const toy = generators.get('toy').generate({}, 42, null);
const people = toy.users.ids.length;
const items = toy.items.ids.length;
const timestamp = Float64Array.from(toy.interactions.user, (user, row) => user + 7200 * row);
const withSessions = (dataset: Dataset): Dataset => ({
  ...dataset,
  sessions: sessionsFromEvents(dataset.interactions, people, 1e9),
});
const dataset = withSessions({
  ...toy,
  interactions: { ...toy.interactions, timestamp },
  provenance: { ...toy.provenance, givenTest: Uint32Array.from({ length: 60 }, (_, at) => at * 5) },
});

/** The same events to learn from; those held out are of other items that the person has not, with other values. */
function otherwise(rows: Uint32Array): Dataset {
  const learned = new Set(
    Array.from(rows, (row) => dataset.interactions.user[row] * items + dataset.interactions.item[row]),
  );
  const isLearned = new Set(rows);
  const { user, item, value } = dataset.interactions;
  const chance = createRng(8);
  const otherItem = item.map((own, row) => {
    if (isLearned.has(row)) return own;
    for (;;) {
      const other = chance.int(items);
      if (other !== own && !learned.has(user[row] * items + other)) return other;
    }
  });
  const otherValue = value.map((own, row) => (isLearned.has(row) ? own : own > 3 ? 1 : 5));
  return withSessions({ ...dataset, interactions: { ...dataset.interactions, item: otherItem, value: otherValue } });
}

const cuts = splitters.all.map((splitter) => {
  const { train: rows } = splitter.split(dataset, {}, createRng(1));
  return { id: splitter.id, once: buildTrainingSet(dataset, rows), twice: buildTrainingSet(otherwise(rows), rows) };
});

async function scores(recommender: Recommender, train: TrainingSet): Promise<number[][]> {
  const quick = Object.fromEntries(
    ['epochs', 'sweeps'].filter((key) => key in recommender.params).map((key) => [key, 2]),
  );
  const model = await drive(recommender.fit(train, quick, { rng: createRng(3), ...plainCompute }));
  const all: number[][] = [];
  for (let user = 0; user < people; user += 3) {
    const out = new Float64Array(items);
    await model.score(queryOfUser(train, user), out);
    all.push([...out]);
  }
  model.dispose?.();
  return all;
}

/** What is made of others fits all of them, each of which is tried on every cut; on its own it is tried on two. */
const triedOn = (id: string) =>
  recommenders.all.filter(({ family }) => family !== 'neural' && (family !== 'hybrid' || cutsForHybrids.has(id)));
const cutsForHybrids = new Set(['holdout', 'cold-users']);

describe.each(cuts)('cut by $id', ({ id: cut, once, twice }) => {
  it('leaves a training set that knows nothing of what is held out', () => {
    expect(twice).toEqual(once);
  });

  it.each(triedOn(cut).map(({ id }) => id))('%s', async (id) => {
    const recommender = recommenders.get(id);
    expect(await scores(recommender, twice)).toEqual(await scores(recommender, once));
  });
});

describe('networks, which hold something back of their own', () => {
  const [{ once, twice }] = cuts;
  it.each(recommenders.all.filter(({ family }) => family === 'neural').map(({ id }) => id))(
    '%s',
    { timeout: 60_000 },
    async (id) => {
      const recommender = recommenders.get(id);
      expect(await scores(recommender, twice)).toEqual(await scores(recommender, once));
    },
  );
});
