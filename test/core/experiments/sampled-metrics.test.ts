import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/core/dialects.ts';
import { sampled } from '../../../src/core/experiments/candidates.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { KeptPlaces } from '../../../src/core/experiments/kept-places.ts';
import { keepPlaces } from '../../../src/core/experiments/kept-places.ts';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { roundOf } from '../../../src/core/experiments/rounds.ts';
import type { SampledFigures } from '../../../src/core/experiments/sampled-metrics.ts';
import {
  largestPool,
  sampledFigures,
  sampledMetrics,
  sampleSizes,
} from '../../../src/core/experiments/sampled-metrics.ts';
import { mean, standardError } from '../../../src/core/math/statistics.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { itemsAhead } from '../../../src/core/ranking/items-ahead.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { endOf } from '../../fixtures/generator.ts';
import { outcomeOf } from '../metrics/outcome.ts';

const ours = dialectOf();
const figuresOf = (places: KeptPlaces, sizes: readonly number[], k: number, dialect = ours): SampledFigures =>
  endOf(sampledFigures([places], sizes, k, dialect))[0];
const placesOf = (people: readonly { pool: number; ahead: readonly number[] }[]) =>
  keepPlaces(
    people.map(({ pool, ahead }) => ({
      ...outcomeOf({ relevant: ahead.map((_, item) => item), known: [...Array(40 - pool - ahead.length).keys()] }),
      ahead: Uint32Array.from(ahead),
    })),
    40,
  )!;

/** All ways to choose `size` of the numbers below `n`. */
function choices(n: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from) }, (_, at) => from + at).flatMap((first) =>
    choices(n, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

describe('expected metrics among sampled items', () => {
  it('by hand: one item in second place of five, among one other', () => {
    const { ndcg, recall, 'hit-rate': hit } = figuresOf(placesOf([{ pool: 4, ahead: [1] }]), [1, 4], 1);
    // Only when the one before it is drawn, one time in four, is it not first.
    for (const [few, all] of [ndcg, recall, hit]) expect([few, all]).toEqual([expect.closeTo(3 / 4, 12), 0]);
  });

  it.each([1, 2, 3])('are the means over every sample there is, lists of %i', (k) => {
    const people = [
      { pool: 7, ahead: [0, 3, 5] },
      { pool: 6, ahead: [2] },
      { pool: 7, ahead: [4, 40] },
    ];
    for (const size of [1, 2, 3, 5, 6, 7]) {
      const expected = people.map(({ pool, ahead }) => {
        const values = choices(pool, Math.min(size, pool)).map((drawn) => {
          const listed = ahead.filter((one) => one <= pool);
          const places = listed.map((one, before) => before + drawn.filter((other) => other < one).length);
          const ranking = Array<number>(20).fill(99);
          places.forEach((place, item) => (ranking[place] = item));
          const outcome = outcomeOf({ ranking, relevant: ahead.map((_, item) => item) });
          return sampledMetrics.map((id) => metrics.get(id).measure!(outcome, { k, dialect: ours } as never));
        });
        return sampledMetrics.map((_, metric) => mean(values.map((one) => one[metric])));
      });
      const figures = figuresOf(placesOf(people), [size], k);
      sampledMetrics.forEach((id, metric) => {
        expect(figures[id][0], `${id}, ${size} sampled`).toBeCloseTo(mean(expected.map((one) => one[metric])), 12);
      });
    }
  });

  it('need no more than numbers a catalog can have', () => {
    const catalog = 60_000;
    const ahead = Uint32Array.of(0, 5_000, 59_000);
    const outcome = { ...outcomeOf({ relevant: [0, 1, 2] }), ahead };
    const { recall } = figuresOf(keepPlaces([outcome], catalog)!, [1, 100, 10_000, catalog], 10);
    expect(recall[0]).toBeCloseTo(1, 9);
    expect(recall[1]).toBeGreaterThan(1 / 3);
    expect(recall[1]).toBeLessThan(1);
    expect(recall[2]).toBeCloseTo(1 / 3, 9);
    expect(recall[3]).toBeCloseTo(1 / 3, 9);
  });
});

const rng = createRng(4);
const events: Event[] = [];
for (let user = 0; user < 60; user++) {
  for (let item = 0; item < 80; item++) {
    if (rng.next() < 0.25 * (1 - item / 90)) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
  }
}
const dataset = datasetOf(events);
const protocol: Protocol = {
  ...{ split: { id: 'holdout', params: {} }, metrics: [...sampledMetrics], k: 5 },
  ...{ relevantFrom: null, seed: 3, resamples: 100 },
};
const env = { ...plainCompute, clock: () => 0, now: 1000 };

describe('beside a run', () => {
  const questions: Record<string, Partial<Protocol>> = {
    'whatever its rating': {},
    'from four stars': { relevantFrom: 4 },
    'equal scores by chance': { ties: 'random' },
    'as in the notebook': { relevantFrom: 5, dialect: 'notebook' },
    'as LensKit counts': { dialect: 'lenskit', k: 3 },
  };
  it.each(Object.entries(questions))('all items give the run’s own numbers: %s', async (_, changed) => {
    const asked = { ...protocol, ...changed };
    const chosen = ['popularity', 'item-knn'].map((id) => ({ id, params: {} }));
    const { outcomes } = await drive(evaluate(dataset, chosen, asked, env));
    for (const { details, results } of outcomes) {
      const places = details!.places!;
      const figures = figuresOf(places, [largestPool(places)], asked.k, dialectOf(asked.dialect));
      for (const { metric, value } of results) {
        expect(figures[metric as (typeof sampledMetrics)[number]][0], metric).toBeCloseTo(value, 10);
      }
    }
  });

  it('the protocol’s own samples come out as expected', () => {
    const { asked, context, train } = roundOf(dataset, protocol, [], createRng(3), 0);
    const scoresOf = (user: number) => {
      const own = createRng(user);
      return Float64Array.from(
        { length: 80 },
        (_, item) => own.next() + (asked[user].relevant.includes(item) ? 0.3 : 0),
      );
    };
    const scores = asked.map((_, at) => scoresOf(at));
    const outcomes = asked.map(({ user, relevant, query }, at) => ({
      ...outcomeOf({ user, relevant: [...relevant], known: [...query.history.indices] }),
      ahead: itemsAhead(scores[at], relevant, query.history.indices),
    }));
    const size = 15;
    const figures = figuresOf(keepPlaces(outcomes, 80)!, [size], 5);
    const draws = Array.from({ length: 300 }, (_, draw) => {
      const leftOut = sampled(size, train.items, dataset.users.ids, createRng(1000 + draw));
      const listed = asked.map((one, at) => ({ ...outcomes[at], ranking: topN(scores[at], 50, leftOut(one)) }));
      return sampledMetrics.map((id) => mean(listed.map((one) => metrics.get(id).measure!(one, context))));
    });
    sampledMetrics.forEach((id, metric) => {
      const values = draws.map((one) => one[metric]);
      const far = Math.abs(mean(values) - figures[id][0]) / standardError(values);
      expect(far, id).toBeLessThan(3.5);
      // The test would notice a shift of a hundredth.
      expect(standardError(values), id).toBeLessThan(0.003);
    });
  });

  it('a sampled run keeps where items stand among all', async () => {
    const among = async (changed: Partial<Protocol>) => {
      const choice = [{ id: 'popularity', params: {} }];
      const { outcomes } = await drive(evaluate(dataset, choice, { ...protocol, ...changed }, env));
      return outcomes[0].details!.places;
    };
    expect(await among({ negatives: 10 })).toEqual(await among({}));
  });
});

describe('sizes to choose from', () => {
  it('are round, end with all, and have the protocol’s own', () => {
    expect(sampleSizes(1415, 99).filter((size) => size >= 10)).toEqual([
      10, 15, 20, 30, 40, 50, 70, 99, 100, 150, 200, 300, 400, 500, 700, 1000, 1415,
    ]);
    expect(sampleSizes(7, 99)).toEqual([1, 2, 3, 4, 5, 7]);
  });
});
