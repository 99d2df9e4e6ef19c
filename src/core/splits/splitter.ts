import type { Dataset } from '../data/dataset.ts';
import type { Entry } from '../entry.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';
import type { Rng } from '../rng.ts';

/** Row numbers of Dataset.interactions. Within `train` the order of rows is the order of the training log. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface Splitter<P extends ParamSpecs = ParamSpecs> extends Entry<P> {
  /**
   * Only items a user has an opinion of or a strength with are held out, with all that user's events of them;
   * what else the user did (views beside ratings) stays in training.
   */
  split(dataset: Dataset, params: ParamValues, rng: Rng): Split;
}

export function defineSplitter<const P extends ParamSpecs>(
  definition: Omit<Splitter<P>, 'split'> & { split(dataset: Dataset, params: ValuesOf<P>, rng: Rng): Split },
): Splitter<P> {
  return {
    ...definition,
    split: (dataset, params, rng) =>
      definition.split(dataset, checkParams(definition.params, params, definition.id), rng),
  };
}
