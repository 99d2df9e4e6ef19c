import type { ParamSpecs, ParamValues } from '../params.ts';
import { paramsThatAre } from '../params.ts';

/**
 * What a model was fitted on and how, as one line of text: equal keys mean equal models. `values` have been checked
 * (`checkParams`), so that a parameter left to its default and one set to it are the same. Live parameters are left out.
 */
export function modelKey(
  datasetHash: string,
  recommender: { readonly id: string; readonly version: number; readonly params: ParamSpecs },
  values: ParamValues,
  seed: number,
): string {
  const { id, version, params } = recommender;
  const fitted = paramsThatAre(false, params, values);
  const sorted = Object.keys(fitted)
    .sort()
    .map((name) => `${name}=${fitted[name]}`);
  return [`${id}.${version}`, sorted.join(','), `seed=${seed}`, datasetHash].join('/');
}
