/** What every metric promises, whichever it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerMean } from '../../src/core/math/statistics.ts';
import { buildLabels } from '../../src/core/data/catalog.ts';
import { dialects } from '../../src/core/dialects.ts';
import { isAlongList, marksOf } from '../../src/core/metrics/hits.ts';
import type { Evaluated, Metric, MetricContext } from '../../src/core/metrics/metric.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { contextOf, outcomeOf, summaryOf } from '../core/metrics/outcome.ts';

const items = 30;
const someItems = (minLength: number) =>
  fc.uniqueArray(fc.nat(items - 1), { minLength, maxLength: items, size: 'max' });
const stars = fc.integer({ min: 1, max: 10 }).map((half) => half / 2);
const cells = fc.array(fc.tuple(stars, stars), { minLength: 1, maxLength: 8 });
const half = items / 2;
/** Of the items, the second half is known: it is neither listed nor relevant. */
const scores = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(NaN)), {
  minLength: items,
  maxLength: items,
});
const outcomes = fc
  .tuple(someItems(0), someItems(1), cells, scores, fc.array(fc.integer({ min: items, max: items + half - 1 })))
  .map(([ranking, relevant, pairs, own, known]) =>
    outcomeOf({
      ranking,
      relevant,
      scores: [...own, ...Array.from({ length: half }, () => 1)],
      known: [...new Set(known)],
      actual: pairs.map(([a]) => a),
      predicted: pairs.map(([, p]) => p),
    }),
  );
/** What ten people have; every item but the last is in one to three of four categories. */
const histories = Array.from({ length: 10 }, (_, user) =>
  Array.from({ length: items + half }, (_, item) => item).filter((item) => (item * 7 + user * user) % (item + 2) < 3),
);
const labels = buildLabels(
  Array.from({ length: items + half }, (_, item) =>
    ['a', 'b', 'c', 'd'].filter((_, at) => item < 44 && (item + at) % 4 < 1 + (item % 3)),
  ),
);
const context = (k: number): MetricContext => ({ ...fixed, k });
const fixed = contextOf({ k: 1, items: items + half }, histories, labels);
const cutoffs = fc.integer({ min: 1, max: 12 });

function valueOf(metric: Metric, run: readonly Evaluated[], k: number): number {
  if (!metric.measure) return summaryOf(metric, run, context(k));
  return powerMean({
    values: run.map((outcome) => metric.measure!(outcome, context(k))),
    weights: metric.weight ? run.map((outcome) => metric.weight!(outcome)) : null,
    order: metric.order ?? 1,
  });
}

describe.each(metrics.all.map((metric) => [metric.id, metric] as const))('metric %s', (id, metric) => {
  it('is described: id, label, one sentence, and either a measure or a summary', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(metric.label).not.toBe('');
    expect(metric.summary).toMatch(/\.$/);
    expect(Number(!!metric.measure) + Number(!!metric.summarize)).toBe(1);
  });

  it('stays in its range where it is defined', () => {
    const [low, high] = metric.range;
    let defined = 0;
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 1, maxLength: 5 }), cutoffs, (run, k) => {
        const value = valueOf(metric, run, k);
        if (Number.isNaN(value)) return;
        defined++;
        expect(value).toBeGreaterThanOrEqual(low - 1e-12);
        expect(value).toBeLessThanOrEqual(high + 1e-12);
      }),
    );
    expect(defined).toBeGreaterThan(30);
  });

  it('does not care in which order the users come', () => {
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 2, maxLength: 6 }), cutoffs, (run, k) => {
        const [value, reversed] = [run, [...run].reverse()].map((one) => valueOf(metric, one, k));
        if (Number.isNaN(value)) expect(reversed).toBeNaN();
        else expect(reversed).toBeCloseTo(value, 12);
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
  }

  it('is asked for every k at once just where it sees nothing but which places hold something relevant', () => {
    expect(isAlongList(metric)).toBe(metric.kind === 'accuracy' && metric.needs === 'ranking');
  });

  if (isAlongList(metric)) {
    it('says at every k, to the last bit, what it says of that k alone', () => {
      const longest = 40;
      fc.assert(
        fc.property(outcomes, fc.constantFrom(...dialects), (outcome, dialect) => {
          const values = new Float64Array(longest);
          metric.along(marksOf(outcome, longest), { ...fixed, dialect }, values);
          const alone = Float64Array.from(values, (_, at) =>
            metric.measure!(outcome, { ...fixed, dialect, k: at + 1 }),
          );
          expect(values).toEqual(alone);
        }),
      );
    });
  }

  if (metric.kind === 'accuracy' && metric.needs === 'ranking') {
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
  }

  if (metric.needs === 'ranks') {
    it('is never worse off for a relevant item with a higher score', () => {
      fc.assert(
        fc.property(scores, someItems(1), fc.nat(items - 1), (own, relevant, which) => {
          const wanted = relevant[which % relevant.length];
          const better = own.map((score, item) => (item === wanted ? (Number.isNaN(score) ? 0 : score + 1) : score));
          const [before, after] = [own, better].map((one) =>
            valueOf(metric, [outcomeOf({ relevant, scores: one })], 1),
          );
          if (relevant.length < items || metric.id === 'r-precision')
            expect(after).toBeGreaterThanOrEqual(before - 1e-12);
          else expect(after).toBeNaN();
        }),
      );
    });
  }

  if (metric.kind === 'error') {
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
