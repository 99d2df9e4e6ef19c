import type { Selection } from '../entry.ts';
import { dialects } from '../dialects.ts';
import type { MetricResult } from '../metrics/metric.ts';
import type { ParamValues } from '../params.ts';
import type { EpochReport } from '../recommenders/recommender.ts';
import type { Details } from './details.ts';
import type { KeptLists } from './kept-lists.ts';
import type { MadeElsewhere } from './made-elsewhere.ts';

/** How often the data may be cut anew. */
export const mostRepeats = 20;

/** How recommenders are compared, as JSON. Two runs are comparable only if their protocols and data hashes are equal. */
export interface Protocol {
  readonly split: Selection;
  readonly metrics: readonly string[];
  /** Length of the lists judged. */
  readonly k: number;
  /** A held-out item counts as relevant from this value on; null = every held-out item. */
  readonly relevantFrom: number | null;
  readonly seed: number;
  /** Whose definitions of the metrics; ours where it is not given. */
  readonly dialect?: string;
  /** By metric, for those that have parameters. */
  readonly metricParams?: Readonly<Record<string, ParamValues>>;
  /** Whether an item must also be rated above the person's own mean to count as relevant. */
  readonly aboveOwnMean?: boolean;
  /** How many items never met stand beside the relevant ones to be ranked, drawn for each person; all unless it is given. */
  readonly negatives?: number;
  /** How lists order equal scores: the lower index first, as everywhere, or by chance, the same for every recommender. */
  readonly ties?: 'index' | 'random';
  /** How often the data are cut anew, 1 to 20; once unless it is given. */
  readonly repeats?: number;
  /** Behind each interval; 10,000 unless it is given. */
  readonly resamples?: number;
}

/** Without what holds anyway, so that equal protocols are equal as JSON. */
export function tidyProtocol({ aboveOwnMean, negatives, ties, dialect, repeats, ...rest }: Protocol): Protocol {
  return {
    ...rest,
    ...(aboveOwnMean && { aboveOwnMean }),
    ...(negatives && { negatives }),
    ...(ties === 'random' && { ties }),
    ...(repeats !== undefined && repeats > 1 && { repeats }),
    ...(dialect !== undefined && dialect !== dialects[0].id && { dialect }),
  };
}

export interface Run {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly dataset: { readonly id: string; readonly name: string; readonly hash: string };
  readonly protocol: Protocol;
  /** User indices judged, ascending; per-user values are in this order. */
  readonly users: Uint32Array;
  /** Users left out because nothing relevant of theirs was held out. */
  readonly usersWithoutTest: number;
  readonly outcomes: readonly Outcome[];
  /** What makes its figures doubtful: leaks, and lists that equal scores decide. */
  readonly warnings?: readonly string[];
  /** As the data name the users, and what counted as relevant for each; with the lists of the outcomes, all a file needs. */
  readonly userIds?: readonly string[];
  readonly relevant?: KeptLists;
  /** What the person calls it, and words to find it by. */
  readonly name?: string;
  readonly tags?: readonly string[];
}

/** One recommender's part of a run. */
export interface Outcome {
  readonly recommender: Selection;
  readonly label: string;
  readonly results: readonly MetricResult[];
  /** Over all folds, as is the next. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
  /** Curves, slices and lists; of the first cut, without lists where there are several, and without any of it for folds. */
  readonly details?: Details;
  /** Of lists that another program made: what came in the file. Nothing was fitted, so the times are NaN. */
  readonly elsewhere?: MadeElsewhere;
  /** Why it has no results, where it failed; the others go on. */
  readonly error: string | null;
}

export interface EvaluateProgress {
  readonly recommender: string;
  readonly phase: 'fit' | 'score';
  /** 0 … 1 over everything asked for. */
  readonly done: number;
  readonly loss?: number;
  /** At the end of an epoch, of those that learn in epochs. */
  readonly epoch?: EpochReport;
}
