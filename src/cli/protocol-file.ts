import { readFileSync } from 'node:fs';
import type { Selection } from '../core/entry.ts';
import { LabError } from '../core/errors.ts';
import type { Protocol } from '../core/experiments/protocol.ts';

/** What a file says of an evaluation: its protocol, and, where it is the record of a run, whom that compared. */
export interface ProtocolFile {
  readonly protocol: Partial<Protocol>;
  readonly recommenders: readonly Selection[] | null;
}

const kinds: Readonly<Record<keyof Protocol, readonly string[]>> = {
  split: ['object'],
  metrics: ['array'],
  k: ['number'],
  relevantFrom: ['number', 'null'],
  seed: ['number'],
  dialect: ['string'],
  metricParams: ['object'],
  aboveOwnMean: ['boolean'],
  negatives: ['number'],
  ties: ['string'],
  repeats: ['number'],
  resamples: ['number'],
};

/** A protocol as JSON, or the record of a run, which holds one. Throws ParamError. */
export function readProtocolFile(path: string): ProtocolFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong(`Expected a protocol as JSON in ${path}; ${(error as Error).message}.`);
  }
  if (kindOf(value) !== 'object') throw wrong(`Expected a protocol as JSON in ${path}; got ${kindOf(value)}.`);
  const file = value as Record<string, unknown>;
  const isRun = kindOf(file.protocol) === 'object';
  const protocol = (isRun ? file.protocol : file) as Record<string, unknown>;
  for (const [key, one] of Object.entries(protocol)) {
    if (!(key in kinds)) throw wrong(`Unknown "${key}" in ${path}. A protocol has: ${Object.keys(kinds).join(', ')}.`);
    const expected = kinds[key as keyof Protocol];
    if (!expected.includes(kindOf(one))) {
      throw wrong(`Expected "${key}" in ${path} to be of type ${expected.join(' or ')}; got ${kindOf(one)}.`);
    }
  }
  const outcomes = isRun && Array.isArray(file.outcomes) ? (file.outcomes as { recommender: Selection }[]) : null;
  return { protocol: protocol as Partial<Protocol>, recommenders: outcomes?.map((one) => one.recommender) ?? null };
}

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

const wrong = (sentence: string) => new LabError('ParamError', `${sentence} See --help.`);
