import type { Generator } from './generator.ts';
import type { ParamSpecs } from '../params.ts';
import { checkParams } from '../params.ts';

/** The seed of a data set that goes by its generator's plain name. */
export const usualSeed = 42;

/**
 * The same generator, whose data sets are named after everything that made them: its own id with the usual seed and
 * the default parameters, else with what differs, as in `film-club-members-500-seed-7`.
 */
export function named<P extends ParamSpecs>(generator: Generator<P>): Generator<P> {
  return {
    ...generator,
    generate(params, seed, shelf) {
      const values = checkParams(generator.params, params, generator.id) as Readonly<Record<string, unknown>>;
      const changed = Object.keys(generator.params).filter((key) => values[key] !== generator.params[key].default);
      const parts = changed.map((key) => `${key}-${String(values[key])}`);
      if (seed !== usualSeed) parts.push(`seed-${seed}`);
      return { ...generator.generate(params, seed, shelf), id: [generator.id, ...parts].join('-') };
    },
  };
}
