import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import type { SearchPlan, SearchProgress, Try } from '../../../src/core/experiments/search.ts';
import { search } from '../../../src/core/experiments/search.ts';
import { trainingPart } from '../../../src/core/experiments/training-part.ts';
import type { ParamValues } from '../../../src/core/params.ts';
import { float, int } from '../../../src/core/params.ts';
import { defineRecommender } from '../../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { splitters } from '../../../src/core/splits/registry.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf } from './scripted.ts';

const protocol: Protocol = {
  split: { id: 'holdout', params: { ratio: 0.3 } },
  metrics: ['recall', 'coverage'],
  k: 5,
  relevantFrom: null,
  seed: 7,
};

/** Sixty people who each chose twelve of forty items, those with low numbers more often. */
function community(): Dataset {
  const rng = createRng(3);
  const events: Event[] = [];
  for (let user = 0; user < 60; user++) {
    const own = new Set<number>();
    while (own.size < 12) own.add(Math.floor(40 * rng.next() ** 2));
    for (const item of own) events.push({ user, item, value: 3 + rng.int(3), time: events.length });
  }
  return datasetOf(events, {}, { users: 60, items: 40 });
}
const dataset = community();

interface Seen {
  readonly params: ParamValues;
  readonly train: TrainingSet;
}

/** Knows what is popular, and lists it the better the nearer `aim` is to 0.7 and the longer it has learned. */
function archer(seen: Seen[] = []) {
  return defineRecommender({
    id: 'archer',
    label: 'Archer',
    summary: 'Aims.',
    family: 'baseline',
    reference: 'none',
    version: 1,
    needs: [],
    traits: [],
    params: {
      aim: float({ label: 'Aim', help: 'Where.', default: 0.1, min: 0, max: 1 }),
      bend: float({ label: 'Bend', help: 'Does nothing.', default: 0, min: 0, max: 1, live: true }),
      epochs: int({ label: 'Epochs', help: 'How long.', default: 27, min: 1, max: 100 }),
    },
    *fit(train, params) {
      seen.push({ params, train });
      yield { step: 1, steps: 1 };
      const miss = Math.abs(params.aim - 0.7) + 0.1 / params.epochs;
      const { indptr } = train.byItem;
      const score = (_: unknown, out: Float64Array) =>
        out.forEach(
          (_, item) => (out[item] = (indptr[item + 1] - indptr[item]) * (1 - miss) + ((item * 17) % 40) * miss),
        );
      const snapshot = { recommender: 'archer', version: 1, params, arrays: {}, numbers: {}, words: {} };
      return { score, tune: () => {}, snapshot: () => snapshot };
    },
    restore: () => {
      throw new Error('Never restored.');
    },
  });
}

const plan: SearchPlan = {
  recommender: { id: 'archer', params: {} },
  space: { aim: { from: 0, to: 1 } },
  way: 'random',
  metric: 'recall',
  protocol,
  tries: 8,
  seconds: null,
};
const run = (change: Partial<SearchPlan> = {}, seen: Seen[] = [], data = dataset) =>
  drive(search(data, { ...plan, ...change }, envOf(archer(seen))));
const untimed = (tried: readonly Try[]) => tried.map((one) => ({ ...one, seconds: 0 }));
const aims = (tried: readonly Try[]) => tried.map(({ params }) => params.aim);

describe('a search', () => {
  it('begins with the setting at hand, and says what the best one changes of it', async () => {
    const { tried, best, changes, ended } = await run();
    expect(tried).toHaveLength(8);
    expect(tried[0].params).toEqual({ aim: 0.1, bend: 0, epochs: 27 });
    expect(tried.map(({ error }) => error)).toEqual(tried.map(() => null));
    expect(new Set(aims(tried)).size).toBe(8);
    const values = tried.map(({ value }) => value);
    expect(values[best!]).toBe(Math.max(...values));
    expect(values[best!]).toBeGreaterThan(values[0]);
    expect(changes).toEqual({ aim: tried[best!].params.aim });
    expect(ended).toBe('tries');
    for (const { value, interval } of tried) {
      expect(interval![0]).toBeLessThanOrEqual(value);
      expect(interval![1]).toBeGreaterThanOrEqual(value);
    }
  });

  it('never learns from the test part, and does not look at it', async () => {
    const { split, seed } = protocol;
    const cut = splitters.get(split.id).split(dataset, split.params, createRng(seed).fork('split'));
    const { user, item } = dataset.interactions;
    const hidden = new Set(Array.from(cut.test, (row) => `${user[row]} ${item[row]}`));
    const seen: Seen[] = [];
    await run({}, seen);
    for (const { train } of seen) {
      for (let i = 0; i < train.log.user.length; i++)
        expect(hidden.has(`${train.log.user[i]} ${train.log.item[i]}`)).toBe(false);
    }
    const part = trainingPart(dataset, protocol);
    expect(part.interactions.user.length).toBe(cut.train.length);
    expect(seen[0].train.log.user.length).toBeLessThan(cut.train.length);
  });

  it('finds the same whatever the test part says', async () => {
    const rows = dataset.interactions.user.length;
    const givenTest = Uint32Array.from({ length: rows / 3 }, (_, i) => 3 * i);
    const given = { ...protocol, split: { id: 'given', params: {} } };
    const planted = { ...dataset, provenance: { ...dataset.provenance, givenTest } };
    const item = dataset.interactions.item.slice();
    for (const row of givenTest) item[row] = (item[row] * 7 + 5) % 40;
    const other = { ...planted, interactions: { ...dataset.interactions, item } };
    const [one, two] = [await run({ protocol: given }, [], planted), await run({ protocol: given }, [], other)];
    expect(untimed(one.tried)).toEqual(untimed(two.tried));
    // The check can fail: what is trained on does matter.
    item[1] = (item[1] + 1) % 40;
    item[4] = (item[4] + 1) % 40;
    item[7] = (item[7] + 1) % 40;
    expect(untimed((await run({ protocol: given }, [], other)).tried)).not.toEqual(untimed(one.tried));
  });

  it('goes on where it was left as if it had never stopped', async () => {
    for (const way of ['random', 'grid', 'halving'] as const) {
      const whole = await run({ way, tries: 14 });
      let left: readonly Try[] = [];
      for await (const progress of search(dataset, { ...plan, way, tries: 14 }, envOf(archer()))) {
        left = progress.tried;
        if (left.length === 5) break;
      }
      const resumed = await drive(search(dataset, { ...plan, way, tries: 14 }, envOf(archer()), left));
      expect(untimed(resumed.tried)).toEqual(untimed(whole.tried));
      expect(resumed.best).toBe(whole.best);
    }
  });

  it('tells after each try what is best so far and how much is to come', async () => {
    const seen: SearchProgress[] = [];
    await drive(search(dataset, plan, envOf(archer())), { report: (progress) => seen.push(progress) });
    const after = seen.filter(({ running }) => running === null);
    expect(after.map(({ tried, remaining }) => [tried.length, remaining])).toEqual(
      Array.from({ length: 8 }, (_, i) => [i + 1, 7 - i]),
    );
    const bests = after.map(({ tried, best }) => tried[best!].value);
    expect(bests).toEqual(bests.toSorted((a, b) => a - b));
  });

  it('begins no try when the seconds are up', async () => {
    const { tried, ended } = await run({ seconds: 1e-6 });
    expect(tried).toHaveLength(1);
    expect(ended).toBe('seconds');
  });

  it('does not fit again for live parameters', async () => {
    const seen: Seen[] = [];
    const { tried } = await run({ space: { bend: [0.2, 0.4, 0.6], aim: [0.3, 0.6] }, way: 'grid', tries: 20 }, seen);
    expect(tried).toHaveLength(1 + 6);
    expect(seen.map(({ params }) => params.aim)).toHaveLength(1 + 2);
  });

  it('spends epochs by successive halving, and compares whole tries only', async () => {
    const seen: Seen[] = [];
    const { tried, best } = await run({ way: 'halving', tries: 14 }, seen);
    expect(tried.map(({ share }) => Math.round(share * 9))).toEqual([9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9]);
    expect(seen.map(({ params }) => params.epochs)).toEqual([27, 3, 3, 3, 3, 3, 3, 3, 3, 3, 9, 9, 9, 27]);
    const first = tried.slice(1, 10).toSorted((a, b) => b.value - a.value);
    expect(aims(tried.slice(10, 13))).toEqual(aims(first.slice(0, 3)));
    expect(tried[13].params.epochs).toBe(27);
    expect(tried[best!].share).toBe(1);
  });

  it('spends people where the epochs themselves are searched', async () => {
    const seen: Seen[] = [];
    const many = datasetOf(
      Array.from({ length: 1200 * 6 }, (_, i) => ({
        user: i % 1200,
        item: (i * 7 + Math.floor(i / 1200)) % 40,
        value: 4,
      })),
      {},
      { users: 1200, items: 40 },
    );
    const { tried } = await run({ way: 'halving', tries: 5, space: { epochs: { from: 1, to: 50 } } }, seen, many);
    const people = ({ train }: Seen) => new Set(train.log.user).size;
    expect(tried.map(({ share }) => share)).toEqual([1, 1 / 3, 1 / 3, 1 / 3, 1]);
    expect(seen.map(people)).toEqual([1200, 400, 400, 400, 1200]);
  });

  it('goes down where less is better, and puts failures last', async () => {
    const failing = archer();
    const broken = {
      ...failing,
      fit: (...[train, params, env]: Parameters<typeof failing.fit>) => {
        if (Number(params.aim) > 0.5) throw new Error('The string broke.');
        return failing.fit(train, params, env);
      },
    };
    const { tried, best } = await drive(search(dataset, { ...plan, metric: 'coverage' }, envOf(broken)));
    expect(tried.some(({ error }) => error === 'The string broke.')).toBe(true);
    expect(tried[best!].error).toBeNull();
    const { tried: errors, best: least } = await drive(
      search(
        dataset,
        {
          ...plan,
          recommender: { id: 'bias', params: {} },
          space: { userDamping: [0, 5, 20, 80] },
          way: 'grid',
          metric: 'rmse',
        },
        envOf(...recommenders.all),
      ),
    );
    expect(errors[least!].value).toBe(Math.min(...errors.map(({ value }) => value)));
  });

  it('says what is wrong with a plan', async () => {
    const message = (change: Partial<SearchPlan>) => run(change).then(String, (error: Error) => error.message);
    expect(await message({ space: { arrows: [1] } })).toMatch(/can be searched \(aim, bend, epochs\); got "arrows"/);
    expect(await message({ space: { aim: { from: 0, to: 3 } } })).toMatch(/from 0 to 1/);
    expect(await message({ space: { aim: { from: 1, to: 0 } } })).toMatch(/range that rises/);
    expect(await message({ space: {} })).toMatch(/at least one parameter/);
    expect(await message({ tries: 1 })).toMatch(/2 tries or more/);
    expect(await message({ metric: 'luck' })).toMatch(/no metric "luck"/);
    expect(await message({ way: 'dowsing' as 'grid' })).toMatch(/grid, random, halving/);
  });
});
