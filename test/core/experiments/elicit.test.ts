import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { csrFromCoordinates } from '../../../src/core/data/csr.ts';
import type { Elicitation } from '../../../src/core/experiments/elicit.ts';
import { opinionsOf, proposeNext } from '../../../src/core/experiments/elicit.ts';

const none: ReadonlySet<number> = new Set();
const ask = (given: Partial<Elicitation>): number[] =>
  proposeNext({
    popularity: Uint32Array.of(100, 100, 100, 100),
    meanValue: Float32Array.of(3, 3, 3, 3),
    variance: Float32Array.of(1, 1, 1, 1),
    categories: null,
    rated: none,
    skipped: none,
    n: 4,
    ...given,
  });

describe('opinionsOf', () => {
  it('counts, averages and spreads the values of each item', () => {
    // Items 0, 1, 2; item 0 divides its three raters, item 1 has one, item 2 nobody.
    const byItem = csrFromCoordinates(
      3,
      4,
      Uint32Array.of(0, 0, 0, 1),
      Uint32Array.of(0, 1, 3, 2),
      Float32Array.of(1, 5, 3, 4),
      'last',
    );
    const { popularity, meanValue, variance } = opinionsOf(byItem);
    expect([...popularity]).toEqual([3, 1, 0]);
    expect([...meanValue]).toEqual([3, 4, 0]);
    expect(variance[0]).toBeCloseTo(8 / 3, 6);
    expect([...variance.subarray(1)]).toEqual([0, 0]);
  });
});

describe('proposeNext', () => {
  it('prefers what many know', () => {
    expect(ask({ popularity: Uint32Array.of(5, 500, 50, 0) })).toEqual([1, 2, 0, 3]);
  });

  it('prefers what divides opinions', () => {
    expect(ask({ variance: Float32Array.of(0.2, 0.9, 1.4, 0.5) })).toEqual([2, 1, 3, 0]);
  });

  it('weighs the two as log popularity times variance', () => {
    // ln 1001 · 0.5 = 3.45 < ln 21 · 1.2 = 3.65 < ln 1001 · 0.6 = 4.15
    const popularity = Uint32Array.of(1000, 20, 1000);
    const meanValue = new Float32Array(3);
    expect(ask({ popularity, meanValue, variance: Float32Array.of(0.5, 1.2, 0.6) })).toEqual([2, 1, 0]);
  });

  it('falls back on popularity where opinions never differ', () => {
    expect(ask({ popularity: Uint32Array.of(3, 9, 1, 5), variance: new Float32Array(4) })).toEqual([1, 3, 0, 2]);
  });

  it('never asks about what was rated or skipped, and gives fewer when that is all there is', () => {
    expect(ask({ rated: new Set([0]), skipped: new Set([2, 3]) })).toEqual([1]);
    expect(ask({ rated: new Set([0, 1]), skipped: new Set([2, 3]) })).toEqual([]);
    expect(ask({ n: 0 })).toEqual([]);
  });

  it('turns to another category once one has been asked about', () => {
    const categories = buildLabels([['Drama'], ['Drama'], ['Comedy'], ['Drama']]);
    const variance = Float32Array.of(1.2, 1.1, 0.9, 1);
    expect(ask({ variance, n: 2 })).toEqual([0, 1]);
    expect(ask({ variance, categories, n: 2 })).toEqual([0, 2]);
  });

  it('takes into account the categories of what was rated before', () => {
    const categories = buildLabels([['Drama'], ['Drama'], ['Drama'], ['Drama'], ['Horror']]);
    const five = {
      popularity: new Uint32Array(5).fill(100),
      meanValue: new Float32Array(5),
      variance: Float32Array.of(1, 1, 1, 1, 0.7),
      categories,
      n: 1,
    };
    expect(ask(five)).toEqual([0]);
    expect(ask({ ...five, rated: new Set([0, 1]) })).toEqual([4]);
  });

  it('lets an item of two categories count half familiar when one is new', () => {
    const categories = buildLabels([['Drama'], ['Drama'], ['Drama', 'War'], ['War']]);
    expect(ask({ categories, rated: new Set([0]), skipped: new Set([3]) })).toEqual([2, 1]);
  });

  it('breaks ties by the better liked, then by index', () => {
    expect(ask({ meanValue: Float32Array.of(2, 4, 3, 4) })).toEqual([1, 3, 2, 0]);
    expect(ask({})).toEqual([0, 1, 2, 3]);
  });

  it('does not change what it is given', () => {
    const rated = new Set([1]);
    const variance = Float32Array.of(1, 2, 3, 4);
    ask({ rated, variance });
    expect([...rated]).toEqual([1]);
    expect([...variance]).toEqual([1, 2, 3, 4]);
  });
});
