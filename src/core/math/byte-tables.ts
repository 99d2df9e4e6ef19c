/**
 * Sums of a few hundred thousand combinations of the same numbers, by the method of the four Russians (Arlazarov et al.
 * 1970): what a few rows can add to a sum is tabled for all 256 values of a byte, and a word of four bytes finds its part.
 */

/** Constants of the module, so that a compiler knows their length: twice as quick. Four tables of 256 each, for two columns. */
const first = new Float64Array(1024);
const second = new Float64Array(1024);

/** sums[c][r] += what the four bytes of words[r] find in column c's four tables, which `fill` writes. Sums may be longer. */
export function addFromTables(
  sums: readonly Float64Array[],
  words: Uint32Array,
  fill: (table: Float64Array, column: number) => void,
): void {
  for (let c = 0; c < sums.length; c += 2) {
    fill(first, c);
    if (c + 1 < sums.length) fill(second, c + 1);
    else second.fill(0);
    addPair(sums[c], sums[c + 1] ?? unused(words.length), words);
  }
}

function addPair(sumsA: Float64Array, sumsB: Float64Array, words: Uint32Array): void {
  for (let r = 0; r < words.length; r++) {
    const word = words[r];
    const i = word & 255;
    const j = 256 + ((word >>> 8) & 255);
    const k = 512 + ((word >>> 16) & 255);
    const l = 768 + (word >>> 24);
    sumsA[r] += first[i] + first[j] + (first[k] + first[l]);
    sumsB[r] += second[i] + second[j] + (second[k] + second[l]);
  }
}

let spare = new Float64Array(0);
function unused(length: number): Float64Array {
  if (spare.length < length) spare = new Float64Array(length);
  return spare;
}
