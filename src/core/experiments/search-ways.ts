/**
 * Ways to look for a good setting. Each says what to try next from what was tried before and from its own seed alone, so
 * that a search can be left and taken up again anywhere. The first try is always the setting one began with.
 *
 *   grid     every combination of some values of each parameter, in an order that leaves no corner for last
 *   random   J. Bergstra & Y. Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012)
 *   halving  K. Jamieson & A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization",
 *            AISTATS 2016: n settings with 1/9, say, of what a whole try costs; the best third with 1/3; of those with all
 */
import type { ParamValues } from '../params.ts';
import type { Rng } from '../rng.ts';
import type { Axis } from './search-space.ts';
import { levelOf } from './search-space.ts';
import { power } from '../math/elementary.ts';

export const searchWays = [
  { id: 'grid', label: 'on a grid', summary: 'Every combination of some values of each parameter.' },
  { id: 'random', label: 'at random', summary: 'Values drawn anew for each try: more of each parameter is seen.' },
  {
    id: 'halving',
    label: 'by successive halving',
    summary: 'Many settings with little training or few people; the best third of them again with three times as much.',
  },
] as const;
export type WayId = (typeof searchWays)[number]['id'];

export interface Proposal {
  readonly values: ParamValues;
  /** Of what a whole try costs, (0, 1]. */
  readonly share: number;
}

/** What a way minds of a try. */
export interface Weighed {
  readonly params: ParamValues;
  readonly share: number;
  /** NaN where it failed. */
  readonly value: number;
}

export interface Course {
  /** How many tries there will be, the first included. */
  readonly total: number;
  /** Null after the last. */
  next(tried: readonly Weighed[]): Proposal | null;
}

export interface CourseOptions {
  readonly axes: readonly Axis[];
  /** Values of these axes in the setting one began with: not tried twice. */
  readonly start: ParamValues;
  readonly tries: number;
  readonly rng: Rng;
  readonly isBetter: (a: number, b: number) => boolean;
  /** How often what a try costs can be divided by three. */
  readonly thirds: number;
}

const whole = 1;

export function courseOf(way: WayId, options: CourseOptions): Course {
  if (way === 'halving') return halving(options);
  const settings = way === 'grid' ? grid(options) : drawn(options, options.tries - 1);
  const first: Proposal = { values: {}, share: whole };
  const course = [first, ...settings.map((values): Proposal => ({ values, share: whole }))].slice(0, options.tries);
  return { total: course.length, next: (tried) => course[tried.length] ?? null };
}

/** As fine as the tries allow; settings that share a fit stand together. */
function grid({ axes, start, tries, rng }: CourseOptions): ParamValues[] {
  const levels = axes.map(({ size, isList }) => (isList ? size : Math.min(size, 2)));
  const product = () => levels.reduce((all, count) => all * count, 1);
  for (;;) {
    const finer = axes
      .map((axis, at) => ({ at, room: axis.size > levels[at] }))
      .filter(({ at, room }) => room && (product() / levels[at]) * (levels[at] + 1) < tries)
      .sort((a, b) => levels[a.at] - levels[b.at])[0] as { at: number } | undefined;
    if (!finer) break;
    levels[finer.at]++;
  }
  const combine = (live: boolean) =>
    axes.reduce<ParamValues[]>(
      (settings, axis, at) =>
        axis.live !== live
          ? settings
          : settings.flatMap((setting) =>
              Array.from({ length: levels[at] }, (_, level) => ({
                ...setting,
                [axis.key]: levelOf(axis, level, levels[at]),
              })),
            ),
      [{}],
    );
  const shuffled = (settings: ParamValues[]) =>
    Array.from(rng.shuffle(Uint32Array.from(settings, (_, at) => at)), (at) => settings[at]);
  const tuned = combine(true);
  const all = shuffled(combine(false)).flatMap((fitted) => shuffled(tuned).map((live) => ({ ...fitted, ...live })));
  return distinct(all, start);
}

/** Fewer where the space has no more. */
function drawn({ axes, start, rng }: CourseOptions, count: number): ParamValues[] {
  const settings: ParamValues[] = [];
  // A small space is all seen long before this many draws in vain.
  for (let vain = 0; settings.length < count && vain < 200;) {
    const setting = Object.fromEntries(axes.map((axis) => [axis.key, axis.at(rng.next())]));
    if (distinct([...settings, setting], start).length > settings.length) {
      settings.push(setting);
      vain = 0;
    } else vain++;
  }
  return settings;
}

function halving(options: CourseOptions): Course {
  const { tries, isBetter, thirds } = options;
  const rungs = rungsOf(tries - 1, thirds);
  const settings = drawn(options, rungs[0]);
  const sizes = rungs.map((size, rung) => Math.min(size, Math.ceil(settings.length / power(3, rung))));
  const firsts = sizes.map((_, rung) => 1 + sizes.slice(0, rung).reduce((sum, size) => sum + size, 0));
  const total = 1 + sizes.reduce((sum, size) => sum + size, 0);
  const next = (tried: readonly Weighed[]): Proposal | null => {
    if (tried.length === 0) return { values: {}, share: whole };
    if (tried.length >= total) return null;
    const rung = firsts.findLastIndex((first) => first <= tried.length);
    const place = tried.length - firsts[rung];
    const share = whole / power(3, sizes.length - 1 - rung);
    if (rung === 0) return { values: settings[place], share };
    const below = tried.slice(firsts[rung - 1], firsts[rung]);
    const { params } = bestFirst(below, isBetter)[place];
    return { values: Object.fromEntries(options.axes.map(({ key }) => [key, params[key]])), share };
  };
  return { total, next };
}

/** Sizes of the rungs, each a third of the one before: as many rungs as can be, then as many settings. */
export function rungsOf(tries: number, thirds: number): number[] {
  for (let rungs = thirds + 1; rungs > 1; rungs--) {
    const sizes = (n: number) => Array.from({ length: rungs }, (_, rung) => Math.ceil(n / power(3, rung)));
    const cost = (n: number) => sizes(n).reduce((sum, size) => sum + size, 0);
    let n = power(3, rungs - 1);
    if (cost(n) > tries) continue;
    while (cost(n + 1) <= tries) n++;
    return sizes(n);
  }
  return [Math.max(0, tries)];
}

/** Equal ones stay in the order tried; those that failed come last. */
export const bestFirst = <T extends Weighed>(tried: readonly T[], isBetter: (a: number, b: number) => boolean): T[] =>
  tried.toSorted((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value))
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
    return isBetter(a.value, b.value) ? -1 : isBetter(b.value, a.value) ? 1 : 0;
  });

function distinct(settings: readonly ParamValues[], start: ParamValues): ParamValues[] {
  const spell = (setting: ParamValues) => JSON.stringify(Object.keys(settings[0]).map((key) => setting[key]));
  if (settings.length === 0) return [];
  const known = new Set([spell(start)]);
  return settings.filter((setting) => !known.has(spell(setting)) && known.add(spell(setting)));
}
