/** What a protocol may ask beyond the usual: folds, strangers, sampled candidates, chance among equals, one's own mean. */
import { describe, expect, it } from 'vitest';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { Protocol, Run } from '../../../src/core/experiments/protocol.ts';
import type { Recommender } from '../../../src/core/recommenders/recommender.ts';
import { createRng } from '../../../src/core/rng.ts';
import { splitters } from '../../../src/core/splits/registry.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

/** People with ten of thirty items each; the lower its number, the more have an item, as where a catalog is sorted. */
function community(users: number) {
  const rng = createRng(3);
  const events: Event[] = [];
  for (let user = 0; user < users; user++) {
    const own = new Set<number>();
    while (own.size < 10) own.add(Math.floor(30 * rng.next() ** 2));
    for (const item of own) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
  }
  return datasetOf(events, {}, { users, items: 30 });
}
const dataset = community(60);
const constant = scripted('constant', () => ({ score: scoresOf(() => 1), rate: scoresOf(() => 3) }));
const base: Protocol = { split: { id: 'holdout', params: {} }, metrics: ['recall'], k: 5, relevantFrom: null, seed: 9 };
const run = (protocol: Partial<Protocol>, recommender: Recommender = constant, data = dataset): Promise<Run> =>
  drive(evaluate(data, [{ id: recommender.id, params: {} }], { ...base, ...protocol }, envOf(recommender)));
const valueOf = ({ outcomes }: Run, metric = 'recall') =>
  outcomes[0].results.find((one) => one.metric === metric)!.value;

describe('nothing that is asked for can be seen', () => {
  const cellsOf = ({ byUser }: TrainingSet) =>
    Array.from({ length: byUser.rows }, (_, user) =>
      Array.from(byUser.indices.subarray(byUser.indptr[user], byUser.indptr[user + 1]), (item) => `${user} ${item}`),
    ).flat();

  /** Sessions hold every cell of the log: all that is held out is planted there. */
  const planted = {
    ...dataset,
    provenance: { ...dataset.provenance, givenTest: Uint32Array.from({ length: 100 }, (_, at) => at * 3) },
    sessions: {
      user: dataset.interactions.user,
      indptr: Uint32Array.from({ length: dataset.interactions.user.length + 1 }, (_, at) => at),
      items: dataset.interactions.item,
    },
  };

  it.each(splitters.all.map(({ id }) => id))(
    '%s: neither in training, nor in sessions, nor in what is told',
    async (id) => {
      const leaks: string[] = [];
      let fits = 0;
      const spy = scripted('spy', (train) => {
        fits++;
        const seen = new Set(cellsOf(train));
        Array.from(train.log.user, (user, row) => seen.add(`${user} ${train.log.item[row]}`));
        train.sessions!.user.forEach((user, s) => {
          for (let i = train.sessions!.indptr[s]; i < train.sessions!.indptr[s + 1]; i++) {
            seen.add(`${user} ${train.sessions!.items[i]}`);
          }
        });
        const all = splitters.get(id);
        const cut = all.split(planted, {}, createRng(base.seed).fork('split'), fits - 1);
        const asked = cellsOf(buildTrainingSet({ ...planted, sessions: null }, cut.test));
        leaks.push(...asked.filter((cell) => seen.has(cell)));
        const hidden = new Set(asked);
        return {
          score: (query, out) => {
            for (const item of query.history.indices)
              if (hidden.has(`${query.user} ${item}`)) leaks.push(`told ${item}`);
            out.fill(1);
          },
        };
      });
      const result = await run({ split: { id, params: {} } }, spy, planted);
      expect(result.outcomes[0].error).toBeNull();
      expect(fits).toBe(id === 'k-fold' ? 5 : 1);
      expect(leaks).toEqual([]);
    },
  );

  it.each(['cold-users', 'cold-items'])('%s: sessions tell nothing of who or what is new', (id) => {
    const { train: rows, test } = splitters.get(id).split(planted, {}, createRng(base.seed).fork('split'));
    // Everybody has visited everything, without an event to show for it.
    const sessions = {
      user: Uint32Array.from({ length: 60 }, (_, user) => user),
      indptr: Uint32Array.from({ length: 61 }, (_, at) => at * 30),
      items: Uint32Array.from({ length: 1800 }, (_, at) => at % 30),
    };
    const train = buildTrainingSet({ ...planted, sessions }, rows);
    const column = dataset.interactions[id === 'cold-users' ? 'user' : 'item'];
    const fresh = new Set(Array.from(test, (row) => column[row]));
    for (const row of rows) fresh.delete(column[row]);
    expect(fresh.size).toBeGreaterThan(0);
    train.sessions!.user.forEach((user, s) => {
      const own = train.sessions!.items.subarray(train.sessions!.indptr[s], train.sessions!.indptr[s + 1]);
      if (id === 'cold-users') expect(fresh.has(user) && own.length > 0).toBe(false);
      else for (const item of own) expect(fresh).not.toContain(item);
    });
  });
});

describe('folds', () => {
  it('ask every item of everyone, and count a person once', async () => {
    const result = await run({ split: { id: 'k-fold', params: {} }, metrics: ['rmse', 'mae', 'recall', 'coverage'] });
    expect(result.users.length).toBe(60);
    const { value: ratings } = dataset.interactions;
    const squares = Array.from(ratings, (rating) => (rating - 3) ** 2).reduce((sum, one) => sum + one, 0);
    const errors = Array.from(ratings, (rating) => Math.abs(rating - 3)).reduce((sum, one) => sum + one, 0);
    expect(valueOf(result, 'rmse')).toBeCloseTo(Math.sqrt(squares / ratings.length), 12);
    expect(valueOf(result, 'mae')).toBeCloseTo(errors / ratings.length, 12);
    expect(result.outcomes[0].results[2].perUser).toHaveLength(60);
    expect(result.outcomes[0].results[3].value).toBeGreaterThan(0);
  });

  it('give a recommender a different chance each time', async () => {
    const draws: number[] = [];
    const lucky = scripted('lucky', (_, rng) => {
      draws.push(rng.next());
      return { score: scoresOf(() => 0) };
    });
    await run({ split: { id: 'k-fold', params: { folds: 3 } } }, lucky);
    expect(new Set(draws).size).toBe(3);
  });

  it('stop asking one that failed', async () => {
    let fits = 0;
    const failing = scripted('failing', () => {
      fits++;
      throw new Error('Expected texts; got none.');
    });
    const result = await run({ split: { id: 'k-fold', params: {} } }, failing);
    expect(fits).toBe(1);
    expect(result.outcomes[0]).toMatchObject({ error: 'Expected texts; got none.', results: [] });
  });
});

describe('strangers', () => {
  it('are asked for by what is told of them, without a number', async () => {
    const asked: { user: number | null; told: number }[] = [];
    const listener = scripted('listener', () => ({
      score: (query, out) => {
        asked.push({ user: query.user, told: query.history.indices.length });
        out.fill(0);
      },
    }));
    const result = await run({ split: { id: 'cold-users', params: { told: 4 } } }, listener);
    expect(asked.length).toBe(result.users.length);
    expect(new Set(asked.map(({ user }) => user))).toEqual(new Set([null]));
    expect(new Set(asked.map(({ told }) => told))).toEqual(new Set([4]));
  });
});

describe('sampled candidates', () => {
  const chanceOf = async (negatives: number) => {
    const many = community(800);
    const shuffled = scripted('shuffled', (_, rng) => ({ score: scoresOf(() => rng.next()) }));
    return valueOf(await run({ negatives, k: 3 }, shuffled, many));
  };

  it('are the relevant items and so many others, so that chance is k of all of them', async () => {
    // Two items are hidden of each: recall is 3 / (2 + negatives) by chance.
    for (const negatives of [4, 10]) expect(await chanceOf(negatives)).toBeCloseTo(3 / (2 + negatives), 1);
  });

  it('are never an item the person met, and the same for every recommender', async () => {
    const lists: string[] = [];
    const loud = (id: string) => scripted(id, () => ({ score: scoresOf((item) => -item) }));
    const env = envOf(loud('one'), loud('two'));
    const choose = ['one', 'two'].map((id) => ({ id, params: {} }));
    const both = await drive(evaluate(dataset, choose, { ...base, negatives: 6, metrics: ['recall', 'auc'] }, env));
    lists.push(...both.outcomes.map(({ results }) => JSON.stringify(results)));
    expect(lists[0]).toBe(lists[1]);
  });

  it('must be at least one', async () => {
    await expect(run({ negatives: 0 })).rejects.toThrow(/whole number of sampled items from 1; got 0/);
  });
});

describe('equal scores', () => {
  const many = community(1500);
  const chance = 5 / 22;
  const near = (value: number) => Math.abs(value - chance) < 0.02;

  it('lend a constant score nothing where chance orders them, though the catalog is sorted by popularity', async () => {
    // Eight of ten items are known and two asked for among 22 candidates.
    expect(valueOf(await run({}, constant, many))).toBeGreaterThan(1.8 * chance);
    expect(near(valueOf(await run({ ties: 'random' }, constant, many)))).toBe(true);
  });

  it('lend nothing to one that ties in blocks of what it cannot know', async () => {
    const blocks = scripted('blocks', () => ({ score: scoresOf((item) => (item * 7) % 3) }));
    const { outcomes } = await run({ ties: 'random', metrics: ['recall', 'auc'] }, blocks, many);
    const [auc] = outcomes[0].results.slice(1);
    expect(Math.abs(auc.value - 0.5)).toBeLessThan(0.06);
  });

  it('are half a pair each for AUC and what chance gives for R-precision, whatever orders the lists', async () => {
    const { outcomes } = await run({ metrics: ['auc', 'gauc', 'r-precision'] }, constant, many);
    const [auc, gauc, rPrecision] = outcomes[0].results.map(({ value }) => value);
    expect([auc, gauc]).toEqual([0.5, 0.5]);
    expect(rPrecision).toBeCloseTo(2 / 22, 12);
  });
});

describe('relevance', () => {
  it('may ask for more than the person’s own mean', async () => {
    // One gives 4 and 5 to all, the other 1 and 2: 4 is little from the one, and 2 is much from the other.
    const values = [
      [5, 5, 5, 4],
      [1, 1, 1, 2],
    ];
    const events = values.flatMap((own, user) => own.map((value, item) => ({ user, item, value, time: item })));
    const last = { split: { id: 'leave-one-out', params: { which: 'last' } } };
    const small = datasetOf(events, {}, { users: 2, items: 6 });
    expect([...(await run({ ...last, relevantFrom: 4 }, constant, small)).users]).toEqual([0]);
    expect([...(await run({ ...last, aboveOwnMean: true }, constant, small)).users]).toEqual([1]);
  });
});

describe('dialects', () => {
  it('the notebook’s counts 0 for who has nothing relevant hidden', async () => {
    const events = [5, 1].flatMap((value, user) => [
      { user, item: 0, value: 4, time: 1 },
      { user, item: 1, value, time: 2 },
    ]);
    const alone = { user: 2, item: 0, value: 4, time: 1 };
    const small = datasetOf([...events, alone], {}, { users: 3, items: 3 });
    const last: Partial<Protocol> = {
      ...{ split: { id: 'leave-one-out', params: { which: 'last' } }, relevantFrom: 4, metrics: ['recall', 'novelty'] },
    };
    expect(valueOf(await run(last, constant, small))).toBe(1);
    const theirs = await run({ ...last, dialect: 'notebook' }, constant, small);
    expect([...theirs.outcomes[0].results[0].perUser!]).toEqual([1, 0, 0]);
    expect([...theirs.users]).toEqual([0, 1, 2]);
    expect([...theirs.outcomes[0].results[1].perUser!].slice(1)).toEqual([NaN, NaN]);
  });

  it('must be known, as must be the values of a metric’s parameters', async () => {
    await expect(run({ dialect: 'latin' })).rejects.toThrow(/no dialect "latin". Known: tastelab, lenskit/);
    const impatient = { metrics: ['rbp'], metricParams: { rbp: { p: 2 } } };
    await expect(run(impatient)).rejects.toThrow(/from 0.01 to 0.99/);
  });
});
