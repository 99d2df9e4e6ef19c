/**
 * A fitted model as a file of its own: JSON with a format, a version and a checksum, nothing in it that could run. Numbers
 * are written in full, so that a model comes back to the last bit.
 */
import { LabError } from '../core/errors.ts';
import type { SnapshotArray } from '../core/recommenders/recommender.ts';
import { hashText } from '../core/rng.ts';
import type { ModelRecord } from './store.ts';

const format = 'tastelab-model';
const version = 1;

/** What was true where the file was written, for people to read and for whoever opens it to check. */
export interface ModelFacts {
  readonly dataset: string;
  readonly users: number;
  readonly items: number;
  /** Cells of the training matrix. */
  readonly interactions: number;
  /** What each kind of event counted. */
  readonly weights: Readonly<Record<string, number>>;
  /** Lists of a few users, best first: the model, opened again, must give the same. */
  readonly probes: readonly Probe[];
}

export interface Probe {
  /** Null: nothing is known of the person. */
  readonly user: number | null;
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

export interface ModelFile {
  readonly record: ModelRecord;
  readonly facts: ModelFacts;
}

export function writeModelFile({ record, facts }: ModelFile): string {
  const { snapshot, ...summary } = record;
  const arrays = Object.fromEntries(Object.entries(snapshot.arrays).map(([name, array]) => [name, written(array)]));
  const body = JSON.stringify({ ...summary, facts, snapshot: { ...snapshot, arrays } });
  return `{"format":"${format}","version":${version},"checksum":"${checksum(body)}","model":${body}}\n`;
}

/** Throws ImportError for anything but an undamaged file of this version. */
export function readModelFile(text: string, name = 'The model file'): ModelFile {
  const fail = (message: string) => new LabError('ImportError', `${name}: ${message}`);
  let file: { format?: unknown; version?: unknown; checksum?: unknown; model?: unknown } | null;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw fail(
      'Expected a model saved by Tastelab, got text that is no JSON. It may have been cut off: save it again.',
    );
  }
  if (file === null || typeof file !== 'object' || file.format !== format) {
    throw fail('Expected a model saved by Tastelab, got another file. Choose one that a column was saved to.');
  }
  if (file.version !== version) {
    throw fail(`Expected version ${version} of the format, got ${JSON.stringify(file.version)}. Save it anew.`);
  }
  if (!isRecord(file.model) || file.checksum !== checksum(JSON.stringify(file.model))) {
    throw fail('Expected what was saved, got something else: its checksum is another one. Save it again.');
  }
  // The checksum says that this is what `writeModelFile` wrote, part by part.
  const { facts, snapshot, ...summary } = file.model as unknown as ModelRecord & {
    facts: ModelFacts;
    snapshot: Omit<ModelRecord['snapshot'], 'arrays'> & { arrays: Record<string, Written> };
  };
  const arrays = Object.fromEntries(Object.entries(snapshot.arrays).map(([key, array]) => [key, read(array, fail)]));
  return { record: { ...summary, snapshot: { ...snapshot, arrays } }, facts };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Against damage, not against intent. */
const checksum = (body: string) => [0, 1].map((seed) => hashText(body, seed).toString(16).padStart(8, '0')).join('');

const kinds = { Float32Array, Float64Array, Uint32Array, Int32Array, Uint8Array } as const;

interface Written {
  readonly type: keyof typeof kinds;
  /** What JSON has no number for is a word: "NaN", "Infinity". */
  readonly values: readonly (number | string)[];
}

const written = (array: SnapshotArray): Written => ({
  type: array.constructor.name as Written['type'],
  values: Array.from(array, (value) => (Number.isFinite(value) && !Object.is(value, -0) ? value : wordOf(value))),
});
const wordOf = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

function read({ type, values }: Written, fail: (message: string) => Error): SnapshotArray {
  if (!Object.hasOwn(kinds, type)) throw fail(`Expected numbers of a known kind, got "${type}". Save it again.`);
  const numbers = values.map(Number);
  return kinds[type].from(numbers);
}
