import { describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { Protocol, Run } from '../../../src/core/experiments/protocol.ts';
import { withSpread } from '../../../src/core/experiments/repeats.ts';
import type { MetricResult } from '../../../src/core/metrics/metric.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import type { Recommender } from '../../../src/core/recommenders/recommender.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

const users = 60;
const items = 30;
const rng = createRng(5);
const events: Event[] = [];
for (let user = 0; user < users; user++) {
  const own = new Set<number>();
  while (own.size < 8) own.add(Math.floor(items * rng.next() ** 2));
  for (const item of own) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
}
const dataset = datasetOf(events, {}, { users, items });
const base: Protocol = {
  split: { id: 'holdout', params: {} },
  metrics: ['ndcg', 'coverage', 'rmse'],
  k: 5,
  relevantFrom: null,
  seed: 9,
  resamples: 400,
};
const run = (protocol: Partial<Protocol>, recommender: Recommender = recommenders.get('popularity'), data = dataset) =>
  drive(evaluate(data, [{ id: recommender.id, params: {} }], { ...base, ...protocol }, envOf(recommender)));
const resultOf = ({ outcomes }: Run, id: string) => outcomes[0].results.find(({ metric }) => metric === id)!;

describe('a cut made again and again', () => {
  it('begins with the cut of a single run, and is as far apart as the figures of its cuts', async () => {
    const once = await run({});
    const thrice = await run({ repeats: 3 });
    const { repeats, value, interval } = resultOf(thrice, 'ndcg');
    expect(resultOf(once, 'ndcg').repeats).toBeUndefined();
    expect(repeats!.values).toHaveLength(3);
    expect(repeats!.values[0]).toBe(resultOf(once, 'ndcg').value);
    const mean = repeats!.values.reduce((a, b) => a + b) / 3;
    const deviation = Math.sqrt(repeats!.values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 2);
    expect(repeats!.deviation).toBeCloseTo(deviation, 12);
    expect(value).toBeCloseTo(mean, 2);
    expect(interval![0]).toBeLessThanOrEqual(repeats!.overPeople![0]);
    expect(interval![1]).toBeGreaterThanOrEqual(repeats!.overPeople![1]);
  });

  it('gives a number of all people together an interval, too: that of its cuts', async () => {
    const { repeats, value, interval } = resultOf(await run({ repeats: 4 }), 'coverage');
    expect(repeats).toMatchObject({ overPeople: null, parts: null });
    // Student's t of three degrees of freedom.
    expect(interval![1] - value).toBeCloseTo((3.182446 * repeats!.deviation) / 2, 6);
  });

  it('goes with folds: every repeat is a whole round of them', async () => {
    const folded = await run({ split: { id: 'k-fold', params: { folds: 3 } }, repeats: 2 });
    const [once] = [await run({ split: { id: 'k-fold', params: { folds: 3 } } })];
    expect(resultOf(folded, 'ndcg').repeats!.values).toHaveLength(2);
    expect(resultOf(folded, 'ndcg').repeats!.values[0]).toBe(resultOf(once, 'ndcg').value);
    expect(folded.outcomes[0].details).toBeUndefined();
  });

  it('keeps curves and slices of the first cut, and lists of none', async () => {
    const [once, twice] = [await run({}), await run({ repeats: 2 })];
    expect(twice.outcomes[0].details!.curves).toEqual(once.outcomes[0].details!.curves);
    expect(twice.outcomes[0].details!.lists.items).toHaveLength(0);
    expect(twice.relevant).toBeUndefined();
  });

  it.each([0, 1.5, 21])('refuses %d', async (repeats) => {
    await expect(run({ repeats })).rejects.toMatchObject({ name: 'ParamError', message: /1 to 20 times/ });
  });
});

describe('what varies is told apart', () => {
  /** Everyone has the same ten items, and the same five of them are hidden: nobody is asked anything else. */
  const alike = () => {
    const log: Event[] = [];
    for (let user = 0; user < 40; user++)
      for (let item = 0; item < 10; item++) log.push({ user, item, value: 4, time: log.length });
    const hidden = Uint32Array.from({ length: 200 }, (_, at) => Math.floor(at / 5) * 10 + 5 + (at % 5));
    const data = datasetOf(log, {}, { users: 40, items: 40 });
    return { ...data, provenance: { ...data.provenance, givenTest: hidden } };
  };
  const given: Partial<Protocol> = { split: { id: 'given', params: {} }, metrics: ['ndcg'], repeats: 6 };

  it('only the cut, where all people are alike and a fit is a matter of luck', async () => {
    const lucky = scripted('lucky', (_, chance) => {
      const order = Float64Array.from({ length: 40 }, () => chance.next());
      return { score: scoresOf((item) => order[item]) };
    });
    const { repeats, interval, value } = resultOf(await run(given, lucky, alike()), 'ndcg');
    expect(repeats!.deviation).toBeGreaterThan(0.05);
    expect(repeats!.parts!.people).toBeCloseTo(0, 9);
    expect(repeats!.parts!.rest).toBeCloseTo(0, 9);
    expect(repeats!.parts!.cuts).toBeCloseTo(repeats!.deviation, 9);
    expect(repeats!.overPeople![1] - repeats!.overPeople![0]).toBeCloseTo(0, 9);
    // Student's t of five degrees of freedom.
    expect(interval![1] - value).toBeCloseTo((2.570582 * repeats!.deviation) / Math.sqrt(6), 6);
  });

  it('only people, where the cut and the fit leave nothing to luck', async () => {
    const steady = scripted('steady', () => ({
      score: scoresOf((item, { history }) => (history.indices.length * 7 + item * 13) % 31),
    }));
    const givenTest = Uint32Array.from({ length: users * 2 }, (_, at) => Math.floor(at / 2) * 8 + (at % 2));
    const data = { ...dataset, provenance: { ...dataset.provenance, givenTest } };
    const { repeats, interval } = resultOf(await run(given, steady, data), 'ndcg');
    expect(repeats!.deviation).toBe(0);
    expect(repeats!.parts).toMatchObject({ cuts: 0, rest: expect.closeTo(0, 9) });
    expect(repeats!.parts!.people).toBeGreaterThan(0.05);
    expect(interval).toEqual(repeats!.overPeople);
  });

  it('finds what a table was made of', () => {
    const people = 800;
    const cuts = 20;
    const chance = createRng(2);
    const own = Float64Array.from({ length: people }, () => 0.2 * chance.normal());
    const made = Array.from({ length: cuts }, () => {
      const shift = 0.03 * chance.normal();
      const values = own.map((one) => 0.5 + one + shift + 0.1 * chance.normal());
      const sample = { values, weights: null, order: 1 as const };
      return { users: Uint32Array.from(own.keys()), judged: { samples: [sample], summaries: [NaN] } };
    });
    const result: MetricResult = { metric: 'ndcg', value: 0.5, interval: [0.49, 0.51], perUser: own };
    const [{ repeats }] = withSpread([result], made, [metrics.get('ndcg')], Uint32Array.from(own.keys()));
    expect(repeats!.parts!.people).toBeCloseTo(0.2, 1);
    expect(repeats!.parts!.rest).toBeCloseTo(0.1, 2);
    expect(repeats!.parts!.cuts).toBeGreaterThan(0.02);
    expect(repeats!.parts!.cuts).toBeLessThan(0.045);
  });
});
