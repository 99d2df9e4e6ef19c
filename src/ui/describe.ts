import type { ParamSpec, ParamSpecs, ParamValues } from '../core/params.ts';
import { compact } from './format.ts';

/** A recommender's setting in a few words, what differs from the defaults first: "factors 64 · alpha 5". */
export function describeParams(specs: ParamSpecs, values: ParamValues, most = 2): string {
  const keys = Object.keys(specs);
  const isChanged = (key: string) => values[key] !== undefined && values[key] !== specs[key].default;
  return [...keys.filter(isChanged), ...keys.filter((key) => !isChanged(key) && isNumber(specs[key]))]
    .slice(0, Math.max(most, keys.filter(isChanged).length))
    .map((key) => {
      const spec = specs[key];
      const value = values[key] ?? spec.default;
      if (spec.type === 'choice') return spec.options.find(({ id }) => id === value)?.label ?? String(value);
      if (spec.type === 'flag') return `${value ? '' : 'no '}${lowered(spec.label)}`;
      if (spec.type === 'text') return `${lowered(spec.label)} ${String(value)}`;
      return `${lowered(spec.label)} ${compact(Number(value))}`;
    })
    .join(' · ');
}

/** What a list is that its recommender had to fill: null where the history itself speaks for all of it. */
export function fallBackOf(spokenFor: number | null, length: number): string | null {
  if (spokenFor === null || (length > 0 && spokenFor >= length)) return null;
  if (length === 0) return 'popular: nothing left';
  return spokenFor === 0
    ? 'popular: nothing of yours to go by'
    : `${spokenFor} by yours, ${length - spokenFor} popular`;
}

const isNumber = ({ type }: ParamSpec) => type === 'int' || type === 'float';

/** "Top words" → "top words", but "BM25 k1" stays. */
const lowered = (label: string) => (/^[A-Z][a-z]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label);

/** How long a score's bar is, 0.04 … 1: its share of the best, or of the span where scores go below zero. */
export function barOf(score: number, best: number, worst: number): number {
  if (worst >= 0) return best > 0 ? Math.max(0.04, score / best) : 0.04;
  return best > worst ? Math.max(0.04, 0.15 + (0.85 * (score - worst)) / (best - worst)) : 1;
}
