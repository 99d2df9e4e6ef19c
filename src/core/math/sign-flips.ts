/**
 * The paired randomization test (Fisher 1935, "The Design of Experiments", §21; Smucker, Allan & Carterette 2007, CIKM):
 * if two systems are equal, each person's difference might as well have had the other sign. p is the share of signs
 * whose sum is at least as far from 0 as the one seen; with signs drawn by chance (seen + 1) / (drawn + 1), which is
 * never 0 (Phipson & Smyth 2010).
 *
 * With signs sᵢ the sum over differences aᵢ − bᵢ is Σ sᵢ aᵢ − Σ sᵢ bᵢ, so m columns serve all their m (m − 1) / 2 pairs.
 */
import type { Rng } from '../rng.ts';
import { addFromTables } from './byte-tables.ts';
import { drawSeed, xorshift } from './xorshift.ts';

export interface SignedSums {
  /** Per column, the sum under each choice of signs. */
  readonly sums: readonly Float64Array[];
  /** Whether every choice of signs is there, rather than some drawn by chance. */
  readonly exact: boolean;
}

/** Up to this many rows all signs are tried. */
const exactUpTo = 13;
/** Rows whose signs fit one word. */
const wordBits = 32;

/**
 * Sums of the columns, equally long and without NaN, under the same signs. O(flips · rows / 8 · columns): the signed sums
 * of eight rows are looked up in a table of 256. Yields the share done.
 */
export function* signedSums(
  columns: readonly Float64Array[],
  flips: number,
  rng: Rng,
): Generator<number, SignedSums, void> {
  const rows = columns[0]?.length ?? 0;
  const exact = rows <= exactUpTo;
  const words = new Uint32Array(exact ? 2 ** rows : flips);
  const sums = columns.map(() => new Float64Array(words.length));
  const { below } = xorshift(drawSeed(rng));
  let work = 0;
  for (let from = 0; from < rows; from += wordBits) {
    for (let r = 0; r < words.length; r++) words[r] = exact ? r : below(2 ** 32);
    addFromTables(sums, words, (table, c) => {
      for (let part = 0; part < 4; part++) fillSigned(table, 256 * part, columns[c], from + 8 * part);
    });
    work += words.length * columns.length;
    if (work < 3e6) continue;
    work = 0;
    yield Math.min(1, (from + wordBits) / rows);
  }
  return { sums, exact };
}

/** The two-sided p of the difference between two columns, or of one column alone. */
export function flipP(
  { sums, exact }: SignedSums,
  [plus, minus]: readonly [number, number | null],
  seen: number,
): number {
  const a = sums[plus];
  const b = minus === null ? null : sums[minus];
  // Signs that give the very sum that was seen may give it rounded otherwise.
  const far = Math.abs(seen) - 1e-9 * Math.max(1, Math.abs(seen));
  let count = 0;
  if (b) for (let r = 0; r < a.length; r++) count += Math.abs(a[r] - b[r]) >= far ? 1 : 0;
  else for (let r = 0; r < a.length; r++) count += Math.abs(a[r]) >= far ? 1 : 0;
  return exact ? count / a.length : (count + 1) / (a.length + 1);
}

/** table[offset + s] = Σ over the eight rows of x or, where its bit in s is not set, −x. Rows past the end are 0. */
function fillSigned(table: Float64Array, offset: number, column: Float64Array, from: number): void {
  let none = 0;
  for (let bit = 0; bit < 8; bit++) none -= column[from + bit] ?? 0;
  table[offset] = none;
  for (let bit = 0; bit < 8; bit++) {
    const twice = 2 * (column[from + bit] ?? 0);
    const size = 1 << bit;
    for (let s = 0; s < size; s++) table[offset + size + s] = table[offset + s] + twice;
  }
}
