import { LabError } from '../errors.ts';
import type { Dataset, Kind } from './dataset.ts';

/** Weights by kind of event; a kind that is not named keeps its own. */
export type Weights = Readonly<Record<string, number>>;

/** Beyond this a weight says nothing that a smaller one would not. */
export const mostWeight = 10;

export const usualWeight = ({ weight, usual }: Kind): number => usual ?? weight;

/**
 * The same events, counted otherwise: purchases for more, views for nothing. Its hash differs wherever its weights do from
 * those the data came with, so that models of different weights never mix, and is the first one again when they are.
 * Throws ParamError for an unknown kind, a weight out of range, or weights that leave nothing to learn from.
 */
export function reweighed(dataset: Dataset, weights: Weights): Dataset {
  for (const [id, weight] of Object.entries(weights)) {
    if (!dataset.kinds.some((kind) => kind.id === id)) {
      const known = dataset.kinds.map((kind) => kind.id).join(', ');
      throw new LabError('ParamError', `Expected a kind of event of "${dataset.name}" (${known}); got "${id}".`);
    }
    if (!(weight >= 0 && weight <= mostWeight)) {
      throw new LabError('ParamError', `Expected a weight from 0 to ${mostWeight} for ${id}; got ${weight}.`);
    }
  }
  const kinds = dataset.kinds.map((kind): Kind => {
    const { usual: _, ...rest } = kind;
    const weight = weights[kind.id] ?? kind.weight;
    return weight === usualWeight(kind) ? { ...rest, weight } : { ...rest, weight, usual: usualWeight(kind) };
  });
  if (dataset.feedback === 'implicit' && kinds.every(({ weight }) => weight === 0)) {
    throw new LabError(
      'ParamError',
      'Expected at least one kind of event to weigh something; got 0 for all. Raise one.',
    );
  }
  return { ...dataset, kinds, provenance: { ...dataset.provenance, hash: hashWith(dataset.provenance.hash, kinds) } };
}

/** Readable on purpose: 0123456789abcdef+view=0.5 */
function hashWith(hash: string, kinds: readonly Kind[]): string {
  const changed = kinds.filter(({ usual }) => usual !== undefined).map(({ id, weight }) => `${id}=${weight}`);
  return [hash.split('+', 1)[0], ...changed].join('+');
}
