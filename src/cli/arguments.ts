import { parseArgs } from 'node:util';
import type { Entry, Registry, Selection } from '../core/entry.ts';
import { LabError } from '../core/errors.ts';
import type { Protocol } from '../core/experiments/protocol.ts';
import { repeatsOf } from '../core/experiments/repeats.ts';
import { dialectOf, dialects } from '../core/dialects.ts';
import { usualSeed } from '../core/generators/dataset-id.ts';
import { generators } from '../core/generators/registry.ts';
import { importers } from '../core/importers/registry.ts';
import { metrics } from '../core/metrics/registry.ts';
import type { ParamValues } from '../core/params.ts';
import { checkParams } from '../core/params.ts';
import { recommenders } from '../core/recommenders/registry.ts';
import { splitters } from '../core/splits/registry.ts';
import { readProtocolFile } from './protocol-file.ts';

export const usage = `Compares recommenders on your data. Nothing leaves this machine.

npm run evaluate -- --data PATH [options]
npm run evaluate -- --train PATH --test PATH [options]
npm run evaluate -- --notebook

  --data PATH          a file, a folder or a zip; or ${generators.all.map(({ id }) => id).join(', ')}: generated
  --train, --test PATH a training and a test part, used as they are
  --format ID          how to read the files; found out by looking unless given
  --split ID           ${splitters.all.map(({ id }) => id).join(' | ')}; default holdout, or given with --train and --test
  --recommenders LIST  ids separated by commas, each with a preset after a colon if wanted
                       (item-knn:notebook); default all; none, where only lists of --judge are wanted
  --params JSON        values by id, as in {"als":{"factors":32},"holdout":{"ratio":0.1}}
  --metrics LIST       ids separated by commas; default all
  --dialect ID         whose definitions of the metrics: ${dialects.map(({ id }) => id).join(', ')}
  --repeats N          cut the data anew so often (2 to 20): how much is the luck of the cut is shown apart
  --relevant-from N    a hidden item counts as relevant from this value on; default every one
  --k N                length of the lists judged, default 10
  --seed N             of everything that is drawn, default 42
  --data-seed N        of data that are generated, default 42
  --search FILE        look for a better setting, on validation data cut from the training part: JSON such as
                       {"recommender":"als","space":{"factors":[16,64],"alpha":{"from":1,"to":40}},
                       "way":"halving","metric":"ndcg","tries":14,"seconds":60}; all but the recommender may be left out
  --protocol FILE      a protocol as JSON, as a run or its record keeps it; options given beside it win
  --bootstrap N        resamples behind each interval, default 10000
  --compare            say of every pair whether it can be told apart
  --trec DIR           write everyone's lists there as TREC run files, with what was relevant and
                       what was learned from
  --judge FILE         a TREC run file made elsewhere, judged beside the recommenders; may be given several times,
                       or several files separated by commas
  --json FILE          write everything measured there
  --per-user           with everyone's values, by their ids
  --notebook           compute the notebook's own table anew, beside what it printed
  --list               name all formats, splits, recommenders and metrics
  --help               this`;

export interface Evaluation {
  readonly data: DataSource;
  readonly recommenders: readonly Selection[];
  readonly protocol: Protocol;
  readonly json: string | null;
  /** Whether everyone's values go there, too. */
  readonly perUser: boolean;
  readonly compare: boolean;
  /** A folder, or null. */
  readonly trec: string | null;
  /** Files of lists made elsewhere, to be judged beside. */
  readonly judge: readonly string[];
  /** A file that says what setting to look for, instead of a comparison. */
  readonly search?: string;
}
/** Files with the importer to read them, null to find out; or a generator. */
export type DataSource =
  | { readonly generator: Selection; readonly seed: number }
  | { readonly file: string; readonly format: Selection | null }
  | { readonly train: string; readonly test: string; readonly format: Selection | null };

export type Command = 'help' | 'list' | 'notebook' | Evaluation;

const options = {
  data: { type: 'string' },
  train: { type: 'string' },
  test: { type: 'string' },
  format: { type: 'string' },
  split: { type: 'string' },
  recommenders: { type: 'string' },
  params: { type: 'string', default: '{}' },
  metrics: { type: 'string' },
  dialect: { type: 'string' },
  'relevant-from': { type: 'string' },
  k: { type: 'string' },
  seed: { type: 'string' },
  'data-seed': { type: 'string', default: String(usualSeed) },
  json: { type: 'string' },
  'per-user': { type: 'boolean', default: false },
  protocol: { type: 'string' },
  repeats: { type: 'string' },
  bootstrap: { type: 'string' },
  compare: { type: 'boolean', default: false },
  trec: { type: 'string' },
  judge: { type: 'string', multiple: true, default: [] as string[] },
  search: { type: 'string' },
  notebook: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** What the words after the command ask for, checked. Throws ParamError. */
export function readArguments(words: readonly string[]): Command {
  const given = parse(words);
  if (given.help) return 'help';
  if (given.list) return 'list';
  if (given.notebook) return 'notebook';
  const paramsById = readParams(given.params);
  const used = new Set<string>();
  const paramsOf = (id: string): ParamValues => {
    used.add(id);
    return paramsById[id] ?? {};
  };
  const select = (registry: Registry<Entry>, id: string, preset: ParamValues = {}): Selection => {
    const { params } = registry.get(id);
    return { id, params: checkParams(params, { ...preset, ...paramsOf(id) }, id) };
  };
  const data = dataSource(given, select);
  const file = given.protocol === undefined ? null : readProtocolFile(given.protocol);
  const choose = (words: string) =>
    words.split(',').map((word) => {
      const [id, preset] = word.trim().split(':');
      return select(recommenders, id, presetOf(id, preset));
    });
  const usual = () =>
    (file?.recommenders ?? recommenders.all).map((one) =>
      select(recommenders, one.id, 'summary' in one ? {} : one.params),
    );
  const chosen = given.recommenders === 'none' ? [] : given.recommenders ? choose(given.recommenders) : usual();
  const kept = file?.protocol ?? {};
  const split = given.split === undefined && kept.split ? kept.split : null;
  const protocol: Protocol = {
    ...kept,
    split: split
      ? select(splitters, split.id, split.params)
      : select(splitters, given.split ?? ('train' in data ? 'given' : 'holdout')),
    metrics:
      (given.metrics?.split(',') ?? kept.metrics)?.map((id) => metrics.get(id.trim()).id) ??
      metrics.all.map(({ id }) => id),
    k: given.k === undefined ? (kept.k ?? 10) : wholeNumber('--k', given.k, 1),
    relevantFrom:
      given['relevant-from'] === undefined
        ? (kept.relevantFrom ?? null)
        : aNumber('--relevant-from', given['relevant-from']),
    seed: given.seed === undefined ? (kept.seed ?? 42) : wholeNumber('--seed', given.seed, 0),
    ...(given.dialect !== undefined && { dialect: dialectOf(given.dialect).id }),
    ...(given.repeats !== undefined && { repeats: repeatsOf({ repeats: aNumber('--repeats', given.repeats) }) }),
    ...(given.bootstrap !== undefined && { resamples: wholeNumber('--bootstrap', given.bootstrap, 100) }),
  };
  const unused = Object.keys(paramsById).find((id) => !used.has(id));
  if (unused !== undefined) {
    throw wrong(
      `--params has values for "${unused}", which is not among the split, recommenders, format or generator chosen.`,
    );
  }
  return {
    data,
    recommenders: chosen,
    protocol,
    json: given.json ?? null,
    perUser: given['per-user'],
    compare: given.compare,
    trec: given.trec ?? null,
    judge: given.judge.flatMap((files) => files.split(',')),
    ...(given.search !== undefined && { search: given.search }),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw wrong((error as Error).message.split('. ')[0] + '.');
  }
}

type Select = (registry: Registry<Entry>, id: string) => Selection;

function dataSource(
  given: {
    readonly data?: string;
    readonly train?: string;
    readonly test?: string;
    readonly format?: string;
    readonly 'data-seed': string;
  },
  select: Select,
): DataSource {
  const { data, train, test } = given;
  const format = () => (given.format === undefined ? null : select(importers, given.format));
  if (data !== undefined && train === undefined && test === undefined) {
    return generators.has(data)
      ? { generator: select(generators, data), seed: wholeNumber('--data-seed', given['data-seed'], 0) }
      : { file: data, format: format() };
  }
  if (data === undefined && train !== undefined && test !== undefined) return { train, test, format: format() };
  throw wrong('Expected either --data PATH, or --train PATH and --test PATH together.');
}

function readParams(text: string): Record<string, ParamValues> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`Expected JSON after --params; ${(error as Error).message}.`);
  }
  const isRecord = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isRecord(value) || !Object.values(value as object).every(isRecord)) {
    throw wrong(`Expected --params as {"id":{"name":value}}; got ${text}.`);
  }
  return value as Record<string, ParamValues>;
}

function presetOf(id: string, preset: string | undefined): ParamValues {
  if (preset === undefined) return {};
  const presets = recommenders.get(id).presets ?? [];
  const found = presets.find((one) => one.id === preset);
  if (found) return found.params;
  const known = presets.length ? `It has: ${presets.map((one) => one.id).join(', ')}.` : 'It has none.';
  throw wrong(`There is no preset "${preset}" of ${id}. ${known}`);
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = aNumber(name, text);
  if (!Number.isSafeInteger(value) || value < min)
    throw wrong(`Expected a whole number from ${min} for ${name}; got ${text}.`);
  return value;
}

function aNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw wrong(`Expected a number for ${name}; got ${text || 'nothing'}.`);
  return value;
}

const wrong = (sentence: string) => new LabError('ParamError', `${sentence} See --help.`);
