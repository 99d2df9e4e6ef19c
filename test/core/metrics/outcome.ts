import type { Evaluated } from '../../../src/core/metrics/metric.ts';

/** One test user's outcome from plain lists. */
export function outcomeOf(parts: {
  readonly user?: number;
  readonly ranking?: readonly number[];
  readonly relevant?: readonly number[];
  readonly actual?: readonly number[];
  readonly predicted?: readonly number[];
}): Evaluated {
  return {
    user: parts.user ?? 0,
    ranking: Uint32Array.from(parts.ranking ?? []),
    relevant: Uint32Array.from(parts.relevant ?? []).sort(),
    actual: Float64Array.from(parts.actual ?? []),
    predicted: Float64Array.from(parts.predicted ?? []),
  };
}
