import type { Evaluated } from '../metrics/metric.ts';

/** Where each person's relevant items stand among all they have not met, in the run's order of people. */
export interface KeptPlaces {
  /** How many items each person could have been shown that are not relevant. */
  readonly pools: Uint16Array | Uint32Array;
  readonly indptr: Uint32Array;
  /** Of those, how many stand before each relevant item, ascending; more than there are for one that is never listed. */
  readonly ahead: Uint16Array | Uint32Array;
}

/** `items`: size of the catalog. 16 bits wherever it allows. Null where nobody looked. */
export function keepPlaces(outcomes: readonly Evaluated[], items: number): KeptPlaces | null {
  if (!outcomes.some(({ ahead }) => ahead)) return null;
  const indptr = new Uint32Array(outcomes.length + 1);
  outcomes.forEach(({ ahead }, i) => (indptr[i + 1] = indptr[i] + (ahead?.length ?? 0)));
  const numbers = (length: number) => (items < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length));
  const all = numbers(indptr[outcomes.length]);
  outcomes.forEach(({ ahead }, i) => ahead && all.set(ahead, indptr[i]));
  const pools = numbers(outcomes.length);
  outcomes.forEach(({ known, relevant }, i) => (pools[i] = items - known.length - relevant.length));
  return { pools, indptr, ahead: all };
}
