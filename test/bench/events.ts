import type { CsrMatrix } from '../../src/core/data/csr.ts';
import type { TrainingSet } from '../../src/core/data/training-set.ts';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { powerLaw } from '../../src/core/generators/power-law.ts';
import { createRng } from '../../src/core/rng.ts';

/** The proportions of a million film ratings: 6,040 × 3,706, 1,000,209 events. */
export const oneMillion = {};

/** Many people and few things: 200,758 × 1,000, 9,439,196 events. */
export const nineMillion = {
  users: 200_758,
  items: 1000,
  events: 9_439_196,
  exponent: 0.8,
  shift: 60,
  spread: 1.1,
};

/** Users × items and items × users, all values 1. */
export function events(params: typeof oneMillion | typeof nineMillion): { byUser: CsrMatrix; byItem: CsrMatrix } {
  const { byUser, byItem } = buildTrainingSet(powerLaw.generate(params, 1, null));
  return { byUser, byItem };
}

/** A fifth of each event log held out by chance; what is left has the size asked for. */
export function heldOut(params: Record<string, string | number> & { events: number }): {
  train: TrainingSet;
  test: CsrMatrix;
} {
  const dataset = powerLaw.generate({ ...params, events: Math.round(params.events * 1.25) }, 1, null);
  const rng = createRng(2);
  const rows = rng.shuffle(Uint32Array.from(dataset.interactions.user, (_, row) => row));
  const part = (from: number, to?: number) => buildTrainingSet(dataset, rows.slice(from, to).sort());
  return { train: part(0, params.events), test: part(params.events).byUser };
}
