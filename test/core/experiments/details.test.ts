import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { curvesOf, longest } from '../../../src/core/experiments/curves.ts';
import { detailsOf } from '../../../src/core/experiments/details.ts';
import { keepLists, listOf } from '../../../src/core/experiments/kept-lists.ts';
import { slicesOf } from '../../../src/core/experiments/slices.ts';
import { mean, standardError } from '../../../src/core/math/statistics.ts';
import { isAlongList } from '../../../src/core/metrics/hits.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { endOf } from '../../fixtures/generator.ts';
import { contextOf, outcomeOf } from '../metrics/outcome.ts';

const rng = createRng(3);
const items = 80;
const some = (n: number) => [...rng.shuffle(Uint32Array.from({ length: items }, (_, item) => item))].slice(0, n);
const outcomes = Array.from({ length: 40 }, (_, user) => {
  const own = some(10);
  return outcomeOf({
    user,
    ranking: some(60),
    relevant: user % 9 === 0 ? [] : own.slice(0, 1 + (user % 6)),
    known: own,
  });
});
const context = contextOf({ k: 10, items }, [[0, 1, 2]]);

describe('curves', () => {
  const curves = endOf(curvesOf(outcomes, metrics.all, context));

  it('are the means and standard errors of the metric at every k', () => {
    expect(curves.map(({ metric }) => metric)).toEqual(metrics.all.filter(isAlongList).map(({ id }) => id));
    expect(curves.length).toBeGreaterThan(4);
    for (const { metric, values, errors } of curves) {
      for (const k of [1, 2, 10, 37, longest]) {
        const own = outcomes
          .filter(({ relevant }) => relevant.length)
          .map((outcome) => metrics.get(metric).measure!(outcome, { ...context, k }));
        expect(values[k - 1], `${metric}@${k}`).toBeCloseTo(mean(own), 12);
        expect(errors[k - 1], `${metric}@${k}`).toBeCloseTo(standardError(own), 12);
      }
    }
  });

  it('by hand: a hit in second place of the one relevant item', () => {
    const one = outcomeOf({ ranking: [5, 3], relevant: [3] });
    const [hit] = endOf(
      curvesOf([one, outcomeOf({ ranking: [3], relevant: [3] })], [metrics.get('hit-rate')], context),
    );
    expect([...hit.values.subarray(0, 3)]).toEqual([0.5, 1, 1]);
    expect(hit.errors[0]).toBeCloseTo(0.5, 12);
  });
});

describe('slices', () => {
  /** Item 0 holds half the events, 1 and 2 a quarter each. */
  const events = [0, 0, 0, 0, 1, 1, 2, 2].map((item, user) => ({ user, item, value: 1, time: 86_400 * 365 * user }));
  const dataset = datasetOf(events, {
    feedback: 'implicit',
    catalog: { categories: buildLabels([['Crime'], ['Crime', 'Drama'], ['Drama']]) },
  });
  const histories = events.reduce<number[][]>((all, { user, item }) => ((all[user] = [item]), all), []);
  const own = contextOf({ k: 1, items: 3 }, histories);
  const people = [
    outcomeOf({ user: 0, ranking: [1], relevant: [1], known: [0] }),
    outcomeOf({ user: 1, ranking: [1], relevant: [2], known: [0] }),
    outcomeOf({ user: 7, ranking: [0], relevant: [0, 1], known: [2, 1] }),
  ];
  const slices = endOf(slicesOf(people, [metrics.get('recall')], own, dataset));
  const told = (by: string) =>
    slices.filter((one) => one.by === by).map(({ label, people: n, scores }) => [label, n, scores[0].value]);

  it('cut people by what they had, equal people together', () => {
    expect(told('activity')).toEqual([
      ['1 known', 2, 0.5],
      ['2 known', 1, 0.5],
    ]);
  });

  it('cut people by when they first did anything', () => {
    expect(told('age')).toEqual([
      ['since 1970-01-01', 1, 1],
      ['since 1971-01-01', 1, 0],
      ['since 1976-12-30', 1, 0.5],
    ]);
  });

  it('count only what is relevant in a part of the catalog', () => {
    expect(told('popularity')).toEqual([
      ['head: 1 of 3 items', 1, 1],
      ['middle: 1 of 3 items', 2, 0.5],
      ['tail: 1 of 3 items', 1, 0],
    ]);
    expect(told('category')).toEqual([
      ['Crime', 2, 0.75],
      ['Drama', 3, 1 / 3],
    ]);
  });

  it('have intervals of 1.96 standard errors inside the range', () => {
    const drama = slices.find(({ label }) => label === 'Drama')!.scores[0];
    expect(drama.interval[0]).toBe(0);
    expect(drama.interval[1]).toBeCloseTo(1 / 3 + 1.96 * standardError([1, 0, 0]), 12);
    expect(
      endOf(
        slicesOf(people, [metrics.get('recall')], own, {
          ...dataset,
          interactions: { ...dataset.interactions, timestamp: null },
        }),
      ).some(({ by }) => by === 'age'),
    ).toBe(false);
  });
});

describe('kept lists', () => {
  it('come back as they were, in few bytes', () => {
    const kept = keepLists([Uint32Array.of(3, 1), new Uint32Array(0), Uint32Array.of(2)], items);
    expect([0, 1, 2].map((person) => [...listOf(kept, person)])).toEqual([[3, 1], [], [2]]);
    expect(kept.items).toBeInstanceOf(Uint16Array);
    expect([...listOf(keepLists([Uint32Array.of(70_000)], 70_001), 0)]).toEqual([70_000]);
  });

  it('stand beside curves and slices', () => {
    const events = [0, 1, 2].map((item) => ({ user: 0, item, value: 1 }));
    const small = datasetOf(events, { feedback: 'implicit' }, { users: 40, items });
    const { lists, curves, slices } = endOf(detailsOf(outcomes, [metrics.get('ndcg')], context, small));
    expect([...listOf(lists, 4)]).toEqual([...outcomes[4].ranking]);
    expect(curves).toHaveLength(1);
    expect(slices.length).toBeGreaterThan(1);
  });
});
