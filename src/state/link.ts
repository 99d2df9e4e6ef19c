/**
 * What makes a screen, as the part of an address after `#`:
 *   #/rate?data=film-club&columns=popularity~als(factors=32,alpha=5)&split=holdout(ratio=0.2)&k=10
 * Pure text in, plain data out. What cannot be understood is named in `problems` and left out; the rest holds.
 */
import type { Weights } from '../core/data/reweigh.ts';
import type { Selection } from '../core/entry.ts';
import { mostShare, usualShare } from '../core/data/history.ts';
import { dialectOf } from '../core/dialects.ts';
import { mostRepeats } from '../core/experiments/protocol.ts';
import type { ParamValue, ParamValues } from '../core/params.ts';

export const views = ['rate', 'evaluate', 'explore', 'learn', 'data'] as const;
export type View = (typeof views)[number];

export interface Screen {
  readonly view: View;
  /** What the view shows in particular: a recommender on Learn, an item on Explore. */
  readonly detail: string | null;
  readonly data: string | null;
  readonly columns: readonly Selection[] | null;
  /** What kinds of event weigh, where that is not what the data came with. */
  readonly weights: Weights | null;
  readonly given: LinkedGiven | null;
  /** Of the run on the Evaluate view: whose page is open, as the data name them. */
  readonly person: string | null;
  readonly protocol: ProtocolLink;
}

/** `given=alien-1979*0.5`; the share is left out where it is the usual one. */
export interface LinkedGiven {
  readonly item: string;
  readonly share: number;
}

export interface ProtocolLink {
  readonly split?: Selection;
  readonly k?: number;
  readonly relevantFrom?: number | null;
  readonly seed?: number;
  readonly aboveOwnMean?: boolean;
  readonly negatives?: number;
  readonly repeats?: number;
  readonly ties?: 'index' | 'random';
  readonly dialect?: string;
}

export interface ParsedScreen extends Screen {
  readonly problems: readonly string[];
}

export function parseScreen(hash: string): ParsedScreen {
  const problems: string[] = [];
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [first, ...rest] = path.split('/').map(decode);
  const view = views.find((known) => known === first);
  if (first && !view) problems.push(`Expected a view (${views.join(', ')}) in the link; got "${first}". Showing Rate.`);
  // Split before decoding, so that an escaped separator inside a value stays part of it.
  const query = new Map(
    search.split('&').map((pair) => pair.split('=', 1).concat(pair.slice(pair.indexOf('=') + 1)) as [string, string]),
  );

  const attempt = <T>(key: string, parse: (text: string) => T): T | undefined => {
    const text = query.get(key);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`${(error as Error).message} It was left out.`);
      return undefined;
    }
  };
  const split = attempt('split', parseSelection);
  const k = attempt('k', (text) => wholeNumber('k', text, 1, 1000));
  const seed = attempt('seed', (text) => wholeNumber('seed', text, 0, 2 ** 32 - 1));
  const relevant = attempt('relevant', (text) =>
    text === 'mean' ? text : text === 'all' ? null : finite('relevant', text),
  );
  const relevantFrom = relevant === 'mean' ? null : relevant;
  const negatives = attempt('negatives', (text) => wholeNumber('negatives', text, 1, 100_000));
  const repeats = attempt('repeats', (text) => wholeNumber('repeats', text, 1, mostRepeats));
  const ties = attempt('ties', (text) => oneOf('ties', text, ['index', 'random'] as const));
  const dialect = attempt('dialect', (text) => dialectOf(text).id);
  return {
    view: view ?? 'rate',
    detail: rest.length ? rest.join('/') : null,
    data: attempt('data', decode) ?? null,
    columns: attempt('columns', (text) => text.split('~').filter(Boolean).map(parseSelection)) ?? null,
    weights: attempt('weights', parseWeights) ?? null,
    given: attempt('given', parseGiven) ?? null,
    person: attempt('person', decode) || null,
    protocol: {
      ...(split && { split }),
      ...(k !== undefined && { k }),
      ...(seed !== undefined && { seed }),
      ...(relevantFrom !== undefined && { relevantFrom }),
      ...(relevant === 'mean' && { aboveOwnMean: true }),
      ...(negatives !== undefined && { negatives }),
      ...(repeats !== undefined && { repeats }),
      ...(ties !== undefined && { ties }),
      ...(dialect !== undefined && { dialect }),
    },
    problems,
  };
}

export function formatScreen(screen: Screen): string {
  const query: string[] = [];
  const { data, columns, weights, given, person, protocol } = screen;
  if (person) query.push(`person=${encode(person)}`);
  if (data) query.push(`data=${encode(data)}`);
  if (columns) query.push(`columns=${columns.map(formatSelection).join('~')}`);
  if (weights) query.push(`weights=${formatPairs(weights)}`);
  if (given) query.push(`given=${encode(given.item)}${given.share === usualShare ? '' : `*${given.share}`}`);
  if (protocol.split) query.push(`split=${formatSelection(protocol.split)}`);
  if (protocol.k !== undefined) query.push(`k=${protocol.k}`);
  if (protocol.aboveOwnMean) query.push('relevant=mean');
  else if (protocol.relevantFrom !== undefined) query.push(`relevant=${protocol.relevantFrom ?? 'all'}`);
  if (protocol.seed !== undefined) query.push(`seed=${protocol.seed}`);
  if (protocol.negatives !== undefined) query.push(`negatives=${protocol.negatives}`);
  if (protocol.repeats !== undefined) query.push(`repeats=${protocol.repeats}`);
  if (protocol.ties !== undefined) query.push(`ties=${protocol.ties}`);
  if (protocol.dialect !== undefined) query.push(`dialect=${protocol.dialect}`);
  const path = screen.detail === null ? screen.view : `${screen.view}/${encode(screen.detail)}`;
  return `#/${path}${query.length ? `?${query.join('&')}` : ''}`;
}

/** `als(factors=32,alpha=5)`; also a column's identity, so keys are sorted. */
export function formatSelection({ id, params }: Selection): string {
  const pairs = formatPairs(params);
  return pairs ? `${id}(${pairs})` : id;
}

const formatPairs = (values: ParamValues): string =>
  Object.keys(values)
    .sort()
    .map((key) => `${encode(key)}=${encode(String(values[key]))}`)
    .join(',');

export function parseSelection(text: string): Selection {
  const match = /^([a-z0-9-]+)(?:\((.*)\))?$/s.exec(text);
  if (!match) throw new Error(`Expected a selection such as als(factors=32) in the link; got "${text.slice(0, 60)}".`);
  return { id: match[1], params: parsePairs(match[2] ?? '', text) };
}

function parsePairs(pairs: string, text: string): ParamValues {
  const values: Record<string, ParamValue> = {};
  for (const pair of pairs.split(',').filter(Boolean)) {
    const at = pair.indexOf('=');
    if (at < 1)
      throw new Error(`Expected name=value in "${text.slice(0, 60)}" of the link; got "${pair.slice(0, 40)}".`);
    values[decode(pair.slice(0, at))] = parseValue(decode(pair.slice(at + 1)));
  }
  return values;
}

/** `purchase=2,view=0.5` */
function parseWeights(text: string): Weights {
  const entries = Object.entries(parsePairs(text, text));
  return Object.fromEntries(entries.map(([kind, weight]) => [kind, finite(`the weight of ${kind}`, String(weight))]));
}

function parseValue(text: string): ParamValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function parseGiven(text: string): LinkedGiven {
  const [item, share] = text.split('*', 2);
  if (share === undefined) return { item: decode(item), share: usualShare };
  const value = finite('the share of what is given', share);
  if (value < 0 || value > mostShare) {
    throw new Error(`Expected a share from 0 to ${mostShare} behind what is given in the link; got "${share}".`);
  }
  return { item: decode(item), share: value };
}

function finite(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new Error(`Expected a number for ${name} in the link; got "${text.slice(0, 40)}".`);
  }
  return value;
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = finite(name, text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`Expected a whole number from ${min} to ${max} for ${name} in the link; got "${text}".`);
  }
  return value;
}

function oneOf<const T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new Error(`Expected ${known.join(' or ')} for ${name} in the link; got "${text.slice(0, 40)}".`);
}

/** Also what separates selections here, which the standard function leaves alone. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[~()'*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** A stray percent sign must not take the page down. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
