import { describe, expect, it } from 'vitest';
import { flag, float, int } from '../../src/core/params.ts';
import { barOf, describeParams, fallBackOf } from '../../src/ui/describe.ts';
import {
  ago,
  bytes,
  compact,
  count,
  fromTop,
  inWords,
  percent,
  seconds,
  share,
  starsSpoken,
} from '../../src/ui/format.ts';
import { doublingBins, halfPoint } from '../../src/ui/profile-bins.ts';

describe('numbers as they are written', () => {
  it('drops the leading zero of a share and shows a dash for what is undefined', () => {
    expect([share(0.2314), share(-0.05, 2), share(1), share(NaN), share(null)]).toEqual([
      '.231',
      '-.05',
      '1.000',
      '–',
      '–',
    ]);
    expect(percent(0.0937, 2)).toBe('9.37 %');
  });

  it('is short without lying', () => {
    expect([0, 5, 0.001, 1e-6, 1e6, 2500, 123456, 0.12345, -1.5].map(compact)).toEqual([
      '0',
      '5',
      '0.001',
      '1e−6',
      '1e6',
      '2500',
      '123,456',
      '0.123',
      '−1.5',
    ]);
    expect([0.004, 1.26, 42, 150].map(seconds)).toEqual(['4 ms', '1.3 s', '42 s', '2 min 30 s']);
    expect([0, 999, 9_300_000, 11e9].map(bytes)).toEqual(['0 B', '999 B', '9.3 MB', '11 GB']);
    expect(count(265134)).toBe('265,134');
  });

  it('speaks', () => {
    expect([0.5, 1, 4.5, 5].map(starsSpoken)).toEqual(['½ star', '1 star', '4½ stars', '5 stars']);
    expect([inWords([]), inWords(['a']), inWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
    expect([ago(100, 130), ago(0, 3700)]).toEqual(['just now', '1 hour ago']);
  });
});

describe('fromTop', () => {
  it('counts from the top, closer where it is close', () => {
    expect([0.988, 0.5, 0.876, 0].map(fromTop)).toEqual(['top 1.2 %', 'top 50 %', 'top 12 %', 'top 100 %']);
  });
  it('never says 0, and nothing where nothing is known', () => {
    expect([1, NaN].map(fromTop)).toEqual(['top 0.1 %', '–']);
  });
});

describe('describeParams', () => {
  const specs = {
    factors: int({ label: 'Factors', help: '', default: 64, min: 1, max: 256 }),
    alpha: float({ label: 'Alpha', help: '', default: 5, min: 0, max: 100 }),
    pairs: flag({ label: 'Word pairs', help: '', default: true }),
  };

  it('shows what differs first, then the foremost numbers', () => {
    expect(describeParams(specs, {}, 1)).toBe('factors 64');
    expect(describeParams(specs, { alpha: 40 }, 1)).toBe('alpha 40');
    expect(describeParams(specs, { alpha: 40, pairs: false }, 1)).toBe('alpha 40 · no word pairs');
  });
});

describe('barOf', () => {
  it('is the share of the best, and survives scores below zero and all alike', () => {
    expect(barOf(2, 4, 1)).toBe(0.5);
    expect(barOf(-3, 5, -3)).toBeCloseTo(0.15);
    expect(barOf(5, 5, -3)).toBe(1);
    expect(barOf(-1, -1, -1)).toBe(1);
    expect(barOf(0, 0, 0)).toBe(0.04);
  });
});

describe('bins', () => {
  it('double, and begin where there is something', () => {
    expect(doublingBins([0, 4, 5, 7, 8, 31])).toEqual([
      { label: '4–7', count: 3 },
      { label: '8–15', count: 1 },
      { label: '16–31', count: 1 },
    ]);
  });

  it('find how few make half of all', () => {
    expect(halfPoint([50, 30, 15, 5])).toBe(1);
    expect(halfPoint([40, 30, 20, 10])).toBe(2);
  });
});

describe('a list that its recommender had to fill', () => {
  it('is called popular, wholly or in part', () => {
    expect(fallBackOf(0, 10)).toBe('popular: nothing of yours to go by');
    expect(fallBackOf(4, 10)).toBe('4 by yours, 6 popular');
    expect(fallBackOf(0, 0)).toBe('popular: nothing left');
  });

  it('is not, where the history speaks for all of it or the recommender never falls back', () => {
    expect(fallBackOf(10, 10)).toBeNull();
    expect(fallBackOf(null, 10)).toBeNull();
  });
});
