import type { ParamValues } from '../params.ts';

/**
 * What a model was fitted on and how, as one line of text: equal keys mean equal models. `params` have been checked
 * (`checkParams`), so that a parameter left to its default and one set to it are the same.
 */
export function modelKey(
  datasetHash: string,
  recommender: string,
  version: number,
  params: ParamValues,
  seed: number,
): string {
  const sorted = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`);
  return [`${recommender}.${version}`, sorted.join(','), `seed=${seed}`, datasetHash].join('/');
}
