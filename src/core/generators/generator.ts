import type { Dataset } from '../data/dataset.ts';
import type { Entry } from '../entry.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';
import type { Rng } from '../rng.ts';
import { createRng } from '../rng.ts';

/** Makes a data set out of nothing but a seed and, where it names one, a file under public/datasets. */
export interface Generator<P extends ParamSpecs = ParamSpecs> extends Entry<P> {
  /** A file under public/datasets whose text `generate` is handed, or null. */
  readonly shelf: string | null;
  /** The same seed, shelf and parameters give the same data set, bit for bit. */
  generate(params: ParamValues, seed: number, shelf: string | null): Dataset;
}

export function defineGenerator<const P extends ParamSpecs>(
  definition: Omit<Generator<P>, 'generate'> & {
    generate(params: ValuesOf<P>, rng: Rng, shelf: string | null): Dataset;
  },
): Generator<P> {
  return {
    ...definition,
    generate: (params, seed, shelf) =>
      definition.generate(checkParams(definition.params, params, definition.id), createRng(seed), shelf),
  };
}
