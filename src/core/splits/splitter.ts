import type { Dataset } from '../data/dataset.ts';
import type { Entry } from '../entry.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';
import type { Rng } from '../rng.ts';

/** Row numbers of Dataset.interactions. Within `train` the order of rows is the order of the training log. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** Of people no model is fitted on: what is told of them when they are asked for. In neither of the others. */
  readonly known?: Uint32Array;
}

export interface Splitter<P extends ParamSpecs = ParamSpecs> extends Entry<P> {
  /**
   * One cut of as many as there are folds, `fold` from 0; their test parts do not overlap. A cut within each person's items:
   * only items a user has an opinion of or a strength with are held out, with all that user's events of them;
   * what else the user did (views beside ratings) stays in training. A cut through time, people or items takes all.
   */
  split(dataset: Dataset, params: ParamValues, rng: Rng, fold?: number): Split;
  /** How often the data are cut, each time with a fit of its own; once unless it is given. */
  folds?(params: ParamValues): number;
}

export function defineSplitter<const P extends ParamSpecs>(
  definition: Omit<Splitter<P>, 'split' | 'folds'> & {
    split(dataset: Dataset, params: ValuesOf<P>, rng: Rng, fold: number): Split;
    folds?(params: ValuesOf<P>): number;
  },
): Splitter<P> {
  const checked = (params: ParamValues) => checkParams(definition.params, params, definition.id);
  return {
    ...definition,
    split: (dataset, params, rng, fold = 0) => definition.split(dataset, checked(params), rng, fold),
    folds: (params) => definition.folds?.(checked(params)) ?? 1,
  };
}
