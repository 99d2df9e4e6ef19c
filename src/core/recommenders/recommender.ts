import type { Entry } from '../entry.ts';
import type { Compute } from '../compute.ts';
import type { SparseRow } from '../data/csr.ts';
import type { ItemDescription } from '../data/catalog.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';
import type { Rng } from '../rng.ts';
import type { AdamState } from '../tensors.ts';
import { LabError } from '../errors.ts';

export const families = ['baseline', 'content', 'neighborhood', 'factorization', 'neural', 'hybrid'] as const;
export type Family = (typeof families)[number];

/** What a recommender cannot do without. */
export type Need = 'ratings' | 'timestamps' | 'text' | 'itemFeatures' | 'userFeatures' | 'sessions';

/**
 * personalized: two histories can get two lists. new-user: answers an empty history. new-item: can score an item
 * nobody has touched. rates: `rate` predicts in the units of the rating scale. similar, explain: has the method.
 */
export type Trait = 'personalized' | 'new-user' | 'new-item' | 'rates' | 'similar' | 'explain';

/** How it works, in short sentences of plain English. */
export interface Lesson {
  /** What it does with the data, in three or four sentences. */
  readonly idea: string;
  /** The score as plain text, every letter said. */
  readonly formula?: string;
  readonly strengths?: string;
  readonly weaknesses?: string;
}

export interface Recommender<P extends ParamSpecs = ParamSpecs> extends Entry<P> {
  readonly family: Family;
  /** The paper, as cited. */
  readonly reference: string;
  /** For whoever wants to understand it; the Learn page and the docs show it. */
  readonly lesson?: Lesson;
  /** Of the snapshot's layout; raised whenever an older snapshot could no longer be restored. */
  readonly version: number;
  readonly needs: readonly Need[];
  readonly traits: readonly Trait[];
  /** `params` have been checked. Throws EmptyDatasetError where there is nothing to learn from. */
  fit(train: TrainingSet, params: ParamValues, env: FitEnv): FitRun;
  /** The model again from its snapshot and the same training set, without fitting. */
  restore(snapshot: ModelSnapshot, train: TrainingSet): FittedModel;
}

/** The only way to define one: parameter types flow from `params`, and every call is checked before it runs. */
export function defineRecommender<const P extends ParamSpecs>(
  definition: Omit<Recommender<P>, 'fit' | 'restore'> & {
    fit(train: TrainingSet, params: ValuesOf<P>, env: FitEnv): FitRun;
    restore(snapshot: ModelSnapshot, train: TrainingSet, params: ValuesOf<P>): FittedModel;
  },
): Recommender<P> {
  return {
    ...definition,
    fit: (train, params, env) => definition.fit(train, checkParams(definition.params, params, definition.id), env),
    restore(snapshot, train) {
      if (snapshot.recommender !== definition.id || snapshot.version !== definition.version) {
        throw new LabError(
          'SnapshotVersionError',
          `Expected a snapshot of ${definition.id} version ${definition.version}; got ${snapshot.recommender} version ${snapshot.version}. Fit it again.`,
        );
      }
      return definition.restore(snapshot, train, checkParams(definition.params, snapshot.params, definition.id));
    },
  };
}

/**
 * Fitting is a generator: it yields after each unit of work (50 ms at most) and returns the model.
 * Progress, cancellation, early stopping and single-stepping belong to whoever drives it.
 */
export type FitRun = Generator<FitProgress, FittedModel, void> | AsyncGenerator<FitProgress, FittedModel, void>;

export interface FitProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss?: number;
  /** Examples learned from so far, for the speed. */
  readonly examples?: number;
  /** At the end of an epoch, from models that keep an eye on themselves. */
  readonly epoch?: EpochReport;
  /** At the end of an epoch: where training can go on from. To be called before the next step, or not at all. */
  readonly checkpoint?: () => Promise<Checkpoint>;
}

export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  /** On ratings held back from training; NaN without any. */
  readonly validation: number;
  readonly measure: 'ndcg@10' | 'rmse';
  /** The epoch with the best validation so far. */
  readonly best: number;
}

/** Plain arrays, to be stored; `fit` goes on from it exactly where it was. */
export interface Checkpoint {
  readonly epoch: number;
  /** The model as it stands, restored like any other. */
  readonly snapshot: ModelSnapshot;
  /** The best so far, unless that is the one above. */
  readonly best: ModelSnapshot | null;
  /** Parameters by name, and the state of their optimizer. */
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly optimizer: AdamState;
}

export interface FitEnv extends Compute {
  /** The only source of chance. */
  readonly rng: Rng;
  /** Of the same recommender, parameters, data and seed. */
  readonly resume?: Checkpoint;
}

export interface FittedModel {
  /** `score` minds `query.last` itself: an item somebody looks at is told it as the last, instead of boosting likeness. */
  readonly contextual?: boolean;
  /** One score per item into `out`, higher is better, NaN where the model has nothing to say. Seen items are scored too. */
  score(query: Query, out: Float64Array): void | Promise<void>;
  /**
   * Trait "rates": predicted rating per item, unclipped, in the units of the rating scale; NaN where it has none. Where
   * `items` are named, nobody looks at the others, which may then hold anything.
   */
  rate?(query: Query, out: Float64Array, items?: Uint32Array): void;
  /**
   * Trait "new-item": what `score` would give an item that is not in the catalog and that nobody has met, known by its
   * description alone; NaN where that says nothing to the model. A model that must be fitted anew for it leaves this out.
   */
  scoreNew?(query: Query, item: ItemDescription): number;
  /** Trait "similar": how like `item` each item is, NaN where unknown; the item itself is included. */
  similar?(item: number, out: Float64Array): void;
  /**
   * How many of a list's items the history itself speaks for; the others only fill it up with what is popular. 0: the
   * whole list is a fall-back. A model without it has no fall-back.
   */
  spokenFor?(query: Query, list: Uint32Array): number;
  /** Σ w · similar(item) over the weighted items, where that is cheaper than asking for each: adds up for a whole history. */
  similarToAll?(weighted: SparseRow, out: Float64Array): void;
  /** Trait "explain": parts whose sum is the score, to 1e-4. */
  explain?(query: Query, item: number): Explanation;
  /** Takes other values of live parameters (all parameters are given): as if restored with them, at less cost. */
  tune?(params: ParamValues): void;
  /** Copies, never views of shared or kernel memory. */
  snapshot(): ModelSnapshot;
  dispose?(): void;
}

export interface Explanation {
  readonly score: number;
  readonly parts: readonly ExplanationPart[];
}

export interface ExplanationPart {
  /**
   * item: one of the person's own items. term: a word. user: a neighbour. bias: what holds for everyone.
   * model: a recommender that is part of this one.
   */
  readonly kind: 'item' | 'term' | 'user' | 'bias' | 'model';
  /** The item or user index for these kinds, else -1. */
  readonly index: number;
  readonly label: string;
  readonly amount: number;
  /** Of a model: how it explains its own score, in its own units. */
  readonly because?: Explanation;
}

/** With arrays of its own, for whoever hands out a snapshot that it answers from itself. */
export const copyOf = (snapshot: ModelSnapshot): ModelSnapshot => ({
  ...snapshot,
  arrays: Object.fromEntries(Object.entries(snapshot.arrays).map(([name, array]) => [name, array.slice()])),
});

export type SnapshotArray = Float32Array | Float64Array | Uint32Array | Int32Array | Uint8Array;

/**
 * The parts, largest first, behind what held before any of them (0: no such part), and their sum.
 * A prior of NaN: nothing is to be said of the item.
 */
export function explanationOf(parts: readonly ExplanationPart[], prior = 0, priorLabel = ''): Explanation {
  if (Number.isNaN(prior)) return { score: NaN, parts: [] };
  const bias: ExplanationPart[] = prior === 0 ? [] : [{ kind: 'bias', index: -1, label: priorLabel, amount: prior }];
  const ordered = [...bias, ...parts.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))];
  return { score: ordered.reduce((sum, { amount }) => sum + amount, 0), parts: ordered };
}

/** Named typed arrays, numbers and words; what is stored and restored. */
export interface ModelSnapshot {
  readonly recommender: string;
  readonly version: number;
  readonly params: ParamValues;
  readonly arrays: Readonly<Record<string, SnapshotArray>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, readonly string[]>>;
}
