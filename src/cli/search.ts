import { readFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import type { Protocol } from '../core/experiments/protocol.ts';
import type { SearchPlan, SearchProgress, SearchResult, Try } from '../core/experiments/search.ts';
import type { Searchable } from '../core/experiments/search-plan.ts';
import { planOf } from '../core/experiments/search-plan.ts';
import { metrics } from '../core/metrics/registry.ts';
import { recommenders } from '../core/recommenders/registry.ts';
import { aligned } from './table.ts';

/** A plan from a file of JSON, as in search-plan.ts. Throws ParamError. */
export async function readPlan(path: string, protocol: Protocol): Promise<SearchPlan> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new LabError('ParamError', `Expected a search as JSON in ${path}; ${(error as Error).message}.`);
  }
  return planOf(given, protocol, known, path);
}

const known: Searchable = {
  specsOf: (id) => recommenders.get(id).params,
  checkMetric: (id) => void metrics.get(id),
};

/** Every try in the order tried, the best marked, and what it changes. */
export function searchLines(plan: SearchPlan, { tried, best, changes }: SearchResult): string {
  const { label } = metrics.get(plan.metric);
  const keys = Object.keys(plan.space);
  const head = ['', ...keys, 'share', label, '95 %', 's'];
  const rows = tried.map((one, at) => [
    at === best ? 'best' : at === 0 ? 'begun with' : '',
    ...keys.map((key) => String(one.params[key])),
    one.share === 1 ? '' : `1/${Math.round(1 / one.share)}`,
    valueOf(one),
    one.interval ? one.interval.map((end) => end.toFixed(4)).join('–') : '–',
    one.seconds.toFixed(2),
  ]);
  const failures = tried.flatMap(({ error }) => error ?? []);
  const found = Object.entries(changes).map(
    ([key, value]) => `${key} ${String(tried[0].params[key])} → ${String(value)}`,
  );
  const verdict =
    best === null
      ? 'No try came to a figure.'
      : found.length === 0
        ? 'Nothing tried is better than the setting begun with.'
        : `Best on validation data: ${found.join(', ')}; ${label} ${valueOf(tried[0])} → ${valueOf(tried[best])}.`;
  const command =
    best === null || found.length === 0 ? [] : [`--params '${JSON.stringify({ [plan.recommender.id]: changes })}'`];
  return [...aligned([head, ...rows]), '', ...new Set(failures), verdict, ...command].join('\n');
}

/** For the progress line: which try is under way. */
export const tryName = ({ tried, remaining }: SearchProgress) =>
  `try ${tried.length + 1} of ${tried.length + remaining}`;

const valueOf = ({ value }: Try) => (Number.isNaN(value) ? '–' : value.toFixed(4));
