import type { Selection } from '../entry.ts';
import { LabError } from '../errors.ts';
import type { ParamSpecs, ParamValues } from '../params.ts';
import type { Protocol } from './protocol.ts';
import type { SearchPlan } from './search.ts';
import type { Space } from './search-space.ts';
import { usualSpace } from './search-space.ts';
import type { WayId } from './search-ways.ts';

const keys = ['recommender', 'space', 'way', 'metric', 'tries', 'seconds'];

/** What there is to search, and to search by. Throws ParamError for an unknown id. */
export interface Searchable {
  specsOf(recommender: string): ParamSpecs;
  checkMetric(id: string): void;
}

/**
 * A whole plan from one in few words, such as {"recommender": "als", "space": {"factors": [16, 32], "alpha": {"from": 1,
 * "to": 40}}, "way": "halving", "metric": "ndcg", "tries": 14, "seconds": 60}; only the recommender must be named.
 * `where`: what the words come from, for the sentence of a ParamError.
 */
export function planOf(given: unknown, protocol: Protocol, known: Searchable, where: string): SearchPlan {
  if (!isRecord(given)) throw wrong(`Expected {"recommender": …, "space": …} in ${where}.`);
  const stranger = Object.keys(given).find((key) => !keys.includes(key));
  if (stranger !== undefined) throw wrong(`Unknown "${stranger}" in ${where}. A search has: ${keys.join(', ')}.`);
  const recommender = selectionOf(given.recommender, where);
  const specs = known.specsOf(recommender.id);
  const { space = usualSpace(specs), way = 'random', metric = 'ndcg', tries = 20, seconds = null } = given;
  const isSpace =
    isRecord(space) &&
    Object.values(space).every(
      (one) => Array.isArray(one) || (isRecord(one) && typeof one.from === 'number' && typeof one.to === 'number'),
    );
  if (!isSpace) throw wrong(`Expected "space" as {"name": [values] or {"from": …, "to": …}} in ${where}.`);
  if (seconds !== null && typeof seconds !== 'number') throw wrong(`Expected "seconds" to be a number in ${where}.`);
  known.checkMetric(String(metric));
  return {
    recommender,
    space: space as Space,
    way: way as WayId,
    metric: String(metric),
    protocol,
    tries: tries as number,
    seconds,
  };
}

function selectionOf(given: unknown, where: string): Selection {
  if (typeof given === 'string') return { id: given, params: {} };
  if (isRecord(given) && typeof given.id === 'string')
    return { id: given.id, params: (given.params ?? {}) as ParamValues };
  throw wrong(`Expected "recommender" as an id or {"id": …, "params": …} in ${where}.`);
}

const isRecord = (one: unknown): one is Record<string, unknown> =>
  typeof one === 'object' && one !== null && !Array.isArray(one);
const wrong = (sentence: string) => new LabError('ParamError', sentence);
