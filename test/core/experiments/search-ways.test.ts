import { describe, expect, it } from 'vitest';
import { axesOf, levelOf, usualRange, usualSpace } from '../../../src/core/experiments/search-space.ts';
import type { CourseOptions, WayId, Weighed } from '../../../src/core/experiments/search-ways.ts';
import { courseOf, rungsOf } from '../../../src/core/experiments/search-ways.ts';
import { choice, flag, float, int, text } from '../../../src/core/params.ts';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import { createRng } from '../../../src/core/rng.ts';

const say = { label: 'It', help: 'Does it.' };
const specs = {
  name: text({ ...say, default: '', maxLength: 9 }),
  factors: int({ ...say, default: 64, min: 2, max: 256, scale: 'log' }),
  share: float({ ...say, default: 0.5, min: 0, max: 1 }),
  kind: choice({ ...say, default: 'a', options: ['a', 'b', 'c'].map((id) => ({ id, label: id })) }),
  on: flag({ ...say, default: true }),
  epochs: int({ ...say, default: 10, min: 1, max: 100 }),
};
const options = (space: Parameters<typeof axesOf>[0], tries: number, start = {}): CourseOptions => ({
  axes: axesOf(space, specs, 'it'),
  start,
  tries,
  rng: createRng(5),
  isBetter: (a, b) => a > b,
  thirds: 2,
});
/** Follows a course to its end, each try worth what `worth` says. */
function follow(way: WayId, all: CourseOptions, worth = (_: Weighed['params']) => 0) {
  const course = courseOf(way, all);
  const tried: Weighed[] = [];
  for (let next = course.next(tried); next; next = course.next(tried))
    tried.push({ params: next.values, share: next.share, value: worth(next.values) });
  expect(tried).toHaveLength(course.total);
  return tried;
}

describe('the space of a search', () => {
  it('is read off the registry: around the default, no wider than allowed', () => {
    expect(usualRange(specs.factors)).toEqual({ from: 8, to: 256 });
    expect(usualRange(specs.share)).toEqual({ from: 0, to: 1 });
    expect(usualRange(specs.epochs)).toEqual({ from: 3, to: 30 });
    expect(usualRange(specs.kind)).toEqual(['a', 'b', 'c']);
    expect(usualRange(specs.on)).toEqual([false, true]);
    expect(usualRange(specs.name)).toBeNull();
    expect(Object.keys(usualSpace(specs))).toEqual(['factors', 'share']);
  });

  it('has a usual choice that can be searched for every recommender with something to set', () => {
    for (const { id, params } of recommenders.all) {
      const space = usualSpace(params);
      if (Object.values(params).every(({ type }) => type === 'text')) expect(space).toEqual({});
      else if (Object.keys(space).length) expect(axesOf(space, params, id).length).toBeGreaterThan(0);
    }
  });

  it('is walked in equal steps, or in equal factors on a logarithmic scale', () => {
    const [factors, share] = axesOf({ factors: { from: 4, to: 64 }, share: { from: 0, to: 1 } }, specs, 'it');
    expect([0, 1, 2, 3, 4].map((level) => levelOf(factors, level, 5))).toEqual([4, 8, 16, 32, 64]);
    expect([0, 1, 2].map((level) => levelOf(share, level, 3))).toEqual([0, 0.5, 1]);
  });
});

describe('the ways of a search', () => {
  it('grid: every combination once, as fine as the tries allow, the start not again', () => {
    const tried = follow(
      'grid',
      options({ factors: { from: 4, to: 64 }, kind: ['a', 'b'] }, 11, { factors: 4, kind: 'a' }),
    );
    expect(tried[0]).toMatchObject({ params: {}, share: 1 });
    const spelled = tried.slice(1).map(({ params }) => `${params.factors}${params.kind}`);
    expect(new Set(spelled).size).toBe(9);
    expect(new Set(tried.slice(1).map(({ params }) => params.factors)).size).toBe(5);
    expect(spelled).not.toContain('4a');
  });

  it('random: other values at each try, the same for the same seed; a small space is left when it is seen', () => {
    const wide = options({ share: { from: 0.2, to: 0.4 } }, 40);
    const tried = follow('random', wide);
    expect(tried).toEqual(follow('random', { ...wide, rng: createRng(5) }));
    expect(tried).not.toEqual(follow('random', { ...wide, rng: createRng(6) }));
    expect(new Set(tried.map(({ params }) => params.share)).size).toBeGreaterThan(35);
    for (const { params } of tried.slice(1)) {
      expect(params.share).toBeGreaterThanOrEqual(0.2);
      expect(params.share).toBeLessThanOrEqual(0.4);
    }
    expect(follow('random', options({ kind: ['a', 'b', 'c'] }, 40, { kind: 'b' }))).toHaveLength(3);
  });

  it('halving: the best third goes on with three times as much', () => {
    const tried = follow('halving', options({ share: { from: 0, to: 1 } }, 14), ({ share }) => Number(share));
    const [ninth, third, whole] = [1 / 9, 1 / 3, 1].map((share) =>
      tried
        .slice(1)
        .filter((one) => one.share === share)
        .map(({ value }) => value),
    );
    expect(third).toEqual(ninth.toSorted((a, b) => b - a).slice(0, 3));
    expect(whole).toEqual([Math.max(...ninth)]);
  });

  it('halving: as many rungs as can be, then as many settings', () => {
    expect(rungsOf(13, 2)).toEqual([9, 3, 1]);
    expect(rungsOf(40, 3)).toEqual([27, 9, 3, 1]);
    expect(rungsOf(40, 1)).toEqual([30, 10]);
    expect(rungsOf(4, 2)).toEqual([3, 1]);
    expect(rungsOf(2, 2)).toEqual([2]);
    expect(rungsOf(12, 0)).toEqual([12]);
  });
});
