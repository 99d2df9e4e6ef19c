import type { CsrMatrix } from '../../src/core/data/csr.ts';
import { createRng } from '../../src/core/rng.ts';

/** How many interactions of what shape; see `oneMillion`. */
export interface PowerLaw {
  readonly users: number;
  readonly items: number;
  readonly events: number;
  /** Item log-popularity is −exponent · log(rank + shift). */
  readonly exponent: number;
  readonly shift: number;
  /** Of the lognormal number of items per user, clipped to least … most. */
  readonly sigma: number;
  readonly least: number;
  readonly most: number;
}

/** The proportions of a million film ratings. */
export const oneMillion: PowerLaw = {
  users: 6040,
  items: 3706,
  events: 1_000_209,
  exponent: 1.6,
  shift: 150,
  sigma: 1.05,
  least: 20,
  most: 2314,
};

/** Users × items, all values 1. Each user's items are drawn without replacement by popularity plus a taste in 8 dimensions. */
export function powerLaw(shape: PowerLaw, seed = 1): CsrMatrix {
  const { users, items, exponent, shift } = shape;
  const rng = createRng(seed);
  const lengths = activity(shape, seed);
  const tastes = Float64Array.from({ length: users * 8 }, () => rng.normal() * 0.5);
  const traits = Float64Array.from({ length: items * 8 }, () => rng.normal() * 0.5);
  const indptr = new Uint32Array(users + 1);
  const indices = new Uint32Array(shape.events);
  const keys = new Float64Array(items);
  for (let u = 0; u < users; u++) {
    for (let i = 0; i < items; i++) {
      let key = -exponent * Math.log(i + 1 + shift);
      for (let d = 0; d < 8; d++) key += tastes[u * 8 + d] * traits[i * 8 + d];
      // The largest keys plus Gumbel noise are a weighted draw without replacement.
      keys[i] = key - Math.log(-Math.log(rng.next() + 1e-300));
    }
    const threshold = keys.slice().sort()[items - lengths[u]];
    let at = indptr[u];
    for (let i = 0; i < items && at < indptr[u] + lengths[u]; i++) if (keys[i] >= threshold) indices[at++] = i;
    indptr[u + 1] = at;
  }
  return { rows: users, cols: items, indptr, indices, values: new Float32Array(shape.events).fill(1) };
}

/** Items per user, scaled and then nudged one by one until they add up to `events`. */
function activity({ users, events, sigma, least, most }: PowerLaw, seed: number): Uint32Array {
  const rng = createRng(seed).fork('activity');
  const raw = Float64Array.from({ length: users }, () => Math.exp(sigma * rng.normal()));
  const clip = (value: number) => Math.min(most, Math.max(least, Math.round(value)));
  const total = (scale: number) => raw.reduce((sum, value) => sum + clip(value * scale), 0);
  let [low, high] = [0, most];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (total(middle) < events) low = middle;
    else high = middle;
  }
  const lengths = Uint32Array.from(raw, (value) => clip(value * low));
  let missing = events - lengths.reduce((sum, value) => sum + value, 0);
  for (let u = 0; missing > 0; u = (u + 1) % users) {
    if (lengths[u] === most) continue;
    lengths[u]++;
    missing--;
  }
  return lengths;
}
