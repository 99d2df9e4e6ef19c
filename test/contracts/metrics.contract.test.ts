/** What every metric promises, whichever it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerMean } from '../../src/core/math/statistics.ts';
import type { Evaluated, Metric } from '../../src/core/metrics/metric.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { outcomeOf } from '../core/metrics/outcome.ts';

const items = 30;
const someItems = (minLength: number) =>
  fc.uniqueArray(fc.nat(items - 1), { minLength, maxLength: items, size: 'max' });
const stars = fc.integer({ min: 1, max: 10 }).map((half) => half / 2);
const cells = fc.array(fc.tuple(stars, stars), { minLength: 1, maxLength: 8 });
const outcomes = fc
  .tuple(someItems(0), someItems(1), cells)
  .map(([ranking, relevant, pairs]) =>
    outcomeOf({ ranking, relevant, actual: pairs.map(([a]) => a), predicted: pairs.map(([, p]) => p) }),
  );
const cutoffs = fc.integer({ min: 1, max: 12 });

function valueOf(metric: Metric, run: readonly Evaluated[], k: number): number {
  const context = { k, items };
  if (!metric.measure) return metric.summarize!(run, context);
  return powerMean({
    values: run.map((outcome) => metric.measure!(outcome, context)),
    weights: metric.weight ? run.map((outcome) => metric.weight!(outcome)) : null,
    order: metric.order ?? 1,
  });
}

describe.each(metrics.all.map((metric) => [metric.id, metric] as const))('metric %s', (id, metric) => {
  it('is described: id, label, one sentence, and either a measure or a summary', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(metric.label).not.toBe('');
    expect(metric.summary).toMatch(/\.$/);
    expect(Number(!!metric.measure) + Number(!!metric.summarize)).toBe(1);
  });

  it('stays in its range', () => {
    const [low, high] = metric.range;
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 1, maxLength: 5 }), cutoffs, (run, k) => {
        const value = valueOf(metric, run, k);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high + 1e-12);
      }),
    );
  });

  it('does not care in which order the users come', () => {
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 2, maxLength: 6 }), cutoffs, (run, k) => {
        expect(valueOf(metric, [...run].reverse(), k)).toBeCloseTo(valueOf(metric, run, k), 12);
      }),
    );
  });

  it('does not change what it is given', () => {
    fc.assert(
      fc.property(outcomes, cutoffs, (outcome, k) => {
        const before = structuredClone(outcome);
        valueOf(metric, [outcome], k);
        expect(outcome).toEqual(before);
      }),
    );
  });

  if (metric.needs === 'ranking') {
    it('looks no further than k', () => {
      fc.assert(
        fc.property(outcomes, cutoffs, (outcome, k) => {
          const cut = { ...outcome, ranking: outcome.ranking.slice(0, k) };
          expect(valueOf(metric, [cut], k)).toBe(valueOf(metric, [outcome], k));
        }),
      );
    });

    it('is never worse off for one more hit', () => {
      fc.assert(
        fc.property(outcomes, fc.nat(items - 1), cutoffs, (outcome, place, k) => {
          fc.pre(place < outcome.ranking.length && !outcome.relevant.includes(outcome.ranking[place]));
          const unlisted = outcome.relevant.find((item) => !outcome.ranking.includes(item));
          fc.pre(unlisted !== undefined);
          const better = { ...outcome, ranking: outcome.ranking.slice() };
          better.ranking[place] = unlisted!;
          expect(valueOf(metric, [better], k)).toBeGreaterThanOrEqual(valueOf(metric, [outcome], k) - 1e-12);
        }),
      );
    });
  } else {
    it('is 0 for perfect predictions and grows with every error', () => {
      fc.assert(
        fc.property(cells, fc.nat(7), fc.double({ min: 0.1, max: 3, noNaN: true }), (pairs, at, more) => {
          const actual = pairs.map(([value]) => value);
          const cell = at % actual.length;
          const off = (error: number) =>
            outcomeOf({ actual, predicted: actual.map((value, i) => (i === cell ? value + error : value)) });
          expect(valueOf(metric, [off(0)], 10)).toBe(0);
          expect(valueOf(metric, [off(2 * more)], 10)).toBeGreaterThan(valueOf(metric, [off(more)], 10));
        }),
      );
    });
  }
});
