import { readFile } from 'node:fs/promises';
import type { Selection } from '../core/entry.ts';
import { LabError } from '../core/errors.ts';
import type { Protocol } from '../core/experiments/protocol.ts';
import type { SearchPlan, SearchProgress, SearchResult, Try } from '../core/experiments/search.ts';
import { usualSpace } from '../core/experiments/search-space.ts';
import type { Space } from '../core/experiments/search-space.ts';
import type { WayId } from '../core/experiments/search-ways.ts';
import { metrics } from '../core/metrics/registry.ts';
import type { ParamValues } from '../core/params.ts';
import { recommenders } from '../core/recommenders/registry.ts';
import { aligned } from './table.ts';

const known = ['recommender', 'space', 'way', 'metric', 'tries', 'seconds'];

/**
 * A plan from a file such as {"recommender": "als", "space": {"factors": [16, 32], "alpha": {"from": 1, "to": 40}},
 * "way": "halving", "metric": "ndcg", "tries": 14, "seconds": 60}; only the recommender must be named. Throws ParamError.
 */
export async function readPlan(path: string, protocol: Protocol): Promise<SearchPlan> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw wrong(`Expected a search as JSON in ${path}; ${(error as Error).message}.`);
  }
  if (!isRecord(given)) throw wrong(`Expected {"recommender": …, "space": …} in ${path}.`);
  const stranger = Object.keys(given).find((key) => !known.includes(key));
  if (stranger !== undefined) throw wrong(`Unknown "${stranger}" in ${path}. A search has: ${known.join(', ')}.`);
  const recommender = selectionOf(given.recommender, path);
  const { space = usualSpace(recommenders.get(recommender.id).params), way = 'random' } = given;
  const { metric = 'ndcg', tries = 20, seconds = null } = given;
  const isSpace =
    isRecord(space) &&
    Object.values(space).every(
      (one) => Array.isArray(one) || (isRecord(one) && typeof one.from === 'number' && typeof one.to === 'number'),
    );
  if (!isSpace) throw wrong(`Expected "space" as {"name": [values] or {"from": …, "to": …}} in ${path}.`);
  if (seconds !== null && typeof seconds !== 'number') throw wrong(`Expected "seconds" to be a number in ${path}.`);
  return {
    recommender,
    space: space as Space,
    way: way as WayId,
    metric: metrics.get(String(metric)).id,
    protocol,
    tries: tries as number,
    seconds,
  };
}

function selectionOf(given: unknown, path: string): Selection {
  if (typeof given === 'string') return { id: given, params: {} };
  if (isRecord(given) && typeof given.id === 'string')
    return { id: given.id, params: (given.params ?? {}) as ParamValues };
  throw wrong(`Expected "recommender" as an id or {"id": …, "params": …} in ${path}.`);
}

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
const isRecord = (one: unknown): one is Record<string, unknown> =>
  typeof one === 'object' && one !== null && !Array.isArray(one);
const wrong = (sentence: string) => new LabError('ParamError', sentence);
