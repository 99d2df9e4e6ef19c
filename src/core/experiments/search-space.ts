/** Where a search looks: for each parameter a list of values, or a range, as the registry declares them. */
import { LabError } from '../errors.ts';
import type { NumberSpec, ParamSpec, ParamSpecs, ParamValue, ParamValues } from '../params.ts';
import { checkParams } from '../params.ts';
import { power } from '../math/elementary.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}
/** By parameter. Plain data: it comes from a form or a file. */
export type Space = Readonly<Record<string, Range | readonly ParamValue[]>>;

/** One parameter of a space: its values by their place, 0 … 1. */
export interface Axis {
  readonly key: string;
  /** How many values it has; Infinity for a range of numbers. */
  readonly size: number;
  /** Whether every value is to be tried in a grid. */
  readonly isList: boolean;
  /** A setting with another value here needs no new fit. */
  readonly live: boolean;
  at(place: number): ParamValue;
}

/** Of the parameters that may be searched, the range worth looking at first. Null for free text. */
export function usualRange(spec: ParamSpec): Range | readonly ParamValue[] | null {
  if (spec.type === 'text') return null;
  if (spec.type === 'flag') return [false, true];
  if (spec.type === 'choice') return spec.options.map(({ id }) => id);
  const { default: usual, min, max, scale } = spec;
  if (max - min <= 1 || usual <= 0) return { from: min, to: max };
  const width = scale === 'log' ? 8 : 3;
  const round = (value: number) => (spec.type === 'int' ? Math.round(value) : Number(value.toPrecision(2)));
  return { from: Math.max(min, round(usual / width)), to: Math.min(max, round(usual * width)) };
}

/** The first two parameters in plain sight that are no matter of patience: what one would turn first. */
export function usualSpace(specs: ParamSpecs): Space {
  const searchable = Object.entries(specs).filter(([key, spec]) => spec.type !== 'text' && !patience.includes(key));
  const plain = searchable.filter(([, spec]) => !spec.advanced);
  const numbers = (plain.length ? plain : searchable).toSorted((a, b) => rank(a[1]) - rank(b[1]));
  return Object.fromEntries(numbers.slice(0, 2).map(([key, spec]) => [key, usualRange(spec)!]));
}

/** Parameters that say how long a model learns, which successive halving may spend. */
export const patience: readonly string[] = ['epochs', 'sweeps'];

const rank = (spec: ParamSpec) => (spec.type === 'int' || spec.type === 'float' ? 0 : 1);

/** The axes of a space, checked against what the registry says. Throws ParamError. */
export function axesOf(space: Space, specs: ParamSpecs, owner: string): Axis[] {
  const axes = Object.entries(space).map(([key, wanted]) => {
    const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
    if (!spec || spec.type === 'text') {
      const known = Object.keys(specs).filter((name) => specs[name].type !== 'text');
      throw wrong(`Expected a parameter of ${owner} that can be searched (${known.join(', ')}); got "${key}".`);
    }
    const live = spec.live ?? false;
    if (isList(wanted)) {
      const values = [...new Set(wanted.map((value) => checkParams({ [key]: spec }, { [key]: value }, owner)[key]))];
      if (values.length === 0) throw wrong(`Expected at least one value for ${key} of ${owner}; got none.`);
      const at = (place: number) => values[Math.min(values.length - 1, Math.floor(place * values.length))];
      return { key, size: values.length, isList: true, live, at };
    }
    if (spec.type !== 'int' && spec.type !== 'float') {
      throw wrong(`Expected a list of values for ${key} of ${owner}; got ${JSON.stringify(wanted)}.`);
    }
    const { from, to } = wanted;
    for (const end of [from, to]) checkParams({ [key]: spec }, { [key]: end }, owner);
    if (!(from < to)) throw wrong(`Expected a range that rises for ${key} of ${owner}; got ${from} to ${to}.`);
    const size = spec.type === 'int' ? to - from + 1 : Infinity;
    return { key, size, isList: false, live, at: (place: number) => valueAt(spec, wanted, place) };
  });
  if (axes.length === 0) throw wrong(`Expected at least one parameter of ${owner} to search; got none.`);
  return axes;
}

/** A value of a grid with `count` of them, the ends included. */
export const levelOf = (axis: Axis, level: number, count: number): ParamValue =>
  axis.isList ? axis.at((level + 0.5) / count) : axis.at(count === 1 ? 0.5 : level / (count - 1));

/** What a setting changes of another. */
export const changesOf = (params: ParamValues, from: ParamValues): ParamValues =>
  Object.fromEntries(Object.entries(params).filter(([key, value]) => from[key] !== value));

function valueAt(spec: NumberSpec, range: Range, place: number): number {
  const { from, to } = range;
  if (place <= 0) return from;
  if (place >= 1) return to;
  const least = floorOf(spec, range);
  const raw = isLogarithmic(spec) ? least * power(to / least, place) : from + place * (to - from);
  const short = spec.type === 'int' ? Math.round(raw) : Number(raw.toPrecision(3));
  return Math.min(to, Math.max(from, short));
}

const isLogarithmic = ({ scale, min }: NumberSpec) => scale === 'log' && min >= 0;
/** A logarithmic range that begins at zero has zero as its end, and orders of magnitude above it. */
const floorOf = (spec: NumberSpec, { from, to }: Range) =>
  from > 0 ? from : Math.min(to, spec.type === 'int' ? 1 : to / 1e4);
const isList = (wanted: Range | readonly ParamValue[]): wanted is readonly ParamValue[] => Array.isArray(wanted);
const wrong = (sentence: string) => new LabError('ParamError', sentence);
