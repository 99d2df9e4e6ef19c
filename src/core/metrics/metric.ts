import type { Entry } from '../entry.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';
import type { TiedRanks } from '../math/tied-ranks.ts';
import type { Background } from './background.ts';
import type { Dialect } from '../dialects.ts';

/** What happened to one test user. */
export interface Evaluated {
  readonly user: number;
  /** Item indices, best first, training items already gone; at least k long where the catalog allows. */
  readonly ranking: Uint32Array;
  /** Held-out items that count as relevant, ascending. Never empty for a ranking metric. */
  readonly relevant: Uint32Array;
  /** What the user was known to have when asked, ascending. */
  readonly known: Uint32Array;
  /** Where each relevant item stands among all candidates; null unless a metric needs it. */
  readonly ranks: TiedRanks | null;
  /** How many of the other candidates stand before each relevant item (items-ahead.ts), where somebody keeps it. */
  readonly ahead?: Uint32Array;
  /** Whether an item beyond the first k scores as much as the last of them. */
  readonly cutInTie?: boolean;
  /** Held-out cells with an opinion, and what the model predicted for them (clipped to the scale); empty where it predicts none. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

export interface MetricContext {
  readonly k: number;
  readonly items: number;
  readonly dialect: Dialect;
  /** What the training part says of items. */
  readonly background: Background;
  /** By metric, for those that have parameters; defaults where none are given. */
  readonly params?: Readonly<Record<string, ParamValues>> | undefined;
}

/** A metric's own parameters, checked. Throws ParamError. */
export const paramsOf = <P extends ParamSpecs>(
  metric: { readonly id: string; readonly params: P },
  { params }: MetricContext,
) => checkParams(metric.params, params?.[metric.id] ?? {}, metric.id) as ValuesOf<P>;

export interface Metric extends Entry {
  /** In plain mathematics; `k`, `hits`, `relevant` and `place` mean the same in all. */
  readonly formula: string;
  readonly direction: 'higher' | 'lower';
  readonly range: readonly [number, number];
  /** accuracy: a hit never lowers it. beyond: what else lists are like. error: of predicted ratings. */
  readonly kind: 'accuracy' | 'beyond' | 'error';
  /** ranking: needs lists. ranks: where all relevant items stand, whatever k. rating: needs predicted ratings. */
  readonly needs: 'ranking' | 'ranks' | 'rating';
  /** The value of one user, NaN where it is undefined. A catalog metric has none. */
  measure?(outcome: Evaluated, context: MetricContext): number;
  /** How much a user counts in the mean, where it is not the same for all: the cells an error was made on. */
  weight?(outcome: Evaluated): number;
  /** The value of the run is the mean of this order over users, (Σ w vᵖ / Σ w)^(1/p); 1 where it is not given. */
  readonly order?: 1 | 2;
  /** The value of the whole run where it is no mean over users at all: distinct items. Where it takes long, in steps. */
  summarize?(outcomes: readonly Evaluated[], context: MetricContext): number | Generator<number, number, void>;
}

/** What becomes of one metric in a run. */
export interface MetricResult {
  readonly metric: string;
  /** NaN where it is undefined. */
  readonly value: number;
  /** 95 % interval over users, and over cuts where there are several; null where there is neither. */
  readonly interval: readonly [number, number] | null;
  /** In the order of the run's users; null likewise. */
  readonly perUser: Float64Array | null;
  /** How much of it is the luck of the cut; of a run that cuts the data several times. */
  readonly repeats?: Repeated;
}

export interface Repeated {
  /** One per cut. */
  readonly values: readonly number[];
  /** Their standard deviation, with n − 1. */
  readonly deviation: number;
  /** 95 % interval over people alone. */
  readonly overPeople: readonly [number, number] | null;
  /** How far apart people, cuts, and a person’s cuts are: standard deviations; null for a number of all people together. */
  readonly parts: { readonly people: number; readonly cuts: number; readonly rest: number } | null;
}
