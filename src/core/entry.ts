import { LabError } from './errors.ts';
import type { ParamSpecs, ParamValues } from './params.ts';

/** Shared by everything a person can pick: importer, generator, recommender, metric, splitter. */
export interface Entry<P extends ParamSpecs = ParamSpecs> {
  /** kebab-case; also the file's name, the test's name, the docs anchor and the value in a link. */
  readonly id: string;
  readonly label: string;
  /** One sentence for someone who has never heard of it. */
  readonly summary: string;
  readonly params: P;
  /** Named settings, such as "as in the notebook": only what differs from the defaults. */
  readonly presets?: readonly Preset[];
}

export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly params: ParamValues;
}

/** A choice with its values: JSON; stored, linked to, compared. */
export interface Selection {
  readonly id: string;
  readonly params: ParamValues;
}

export interface Registry<E extends Entry> {
  readonly kind: string;
  readonly all: readonly E[];
  /** Throws ParamError naming the known ids. */
  get(id: string): E;
  has(id: string): boolean;
}

export function registry<E extends Entry>(kind: string, all: readonly E[]): Registry<E> {
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  if (byId.size !== all.length) throw new Error(`Two ${kind}s share an id.`);
  return {
    kind,
    all,
    has: (id) => byId.has(id),
    get(id) {
      const entry = byId.get(id);
      if (!entry) {
        throw new LabError('ParamError', `There is no ${kind} "${id}". Known: ${[...byId.keys()].join(', ')}.`);
      }
      return entry;
    },
  };
}

/** What the page may know of an entry: everything but its functions, so that it can cross to another thread. */
export function withoutFunctions<E extends Entry>(entry: E): DataOf<E> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value !== 'function')) as DataOf<E>;
}

export type DataOf<E> = {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
  readonly [K in keyof E as E[K] extends Function ? never : K]: E[K];
};
