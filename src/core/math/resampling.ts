/**
 * Sums over people drawn with replacement, many times over. How often four people were drawn, up to three times each, is one
 * byte, which finds their part of a sum in a table of 256; the few drawn more often are added one by one:
 * O(resamples · people · (1 + columns / 4)). The kernel in assembly/resampling.ts adds in the same order, to the same bits.
 */
import type { ResamplingKernel, ResamplingProblem } from '../compute.ts';
import { addFromTables } from './byte-tables.ts';

/** People whose counts, two bits each, fit one word. */
const group = 16;

export function plainResampling({ columns, seed, held }: ResamplingProblem): ResamplingKernel {
  const people = columns[0].length;
  const groups = Math.ceil(people / group);
  const state = seed.slice();
  const codes = new Uint32Array(groups * held);
  const counts = new Uint8Array(groups * group);
  const often = new Uint32Array(groups * group);
  const extra = columns.map(() => new Float64Array(held));
  const beside = sideBySide(columns, people);
  const oftenSums = new Float64Array(columns.length);
  let drawn = 0;
  return {
    draw(from, to) {
      for (let r = from; r < to; r++) {
        drawCounts(counts, people, state);
        const excess = packCounts(counts, codes, r, held, often);
        sumOften(beside, counts, often, excess, oftenSums);
        for (let c = 0; c < columns.length; c++) extra[c][r] = oftenSums[c];
      }
      drawn = to;
    },
    sums(from, to) {
      const sums = extra.slice(from, to).map((own) => own.slice(0, drawn));
      for (let g = 0; g < groups; g++) {
        addFromTables(sums, codes.subarray(g * held, g * held + drawn), (table, c) => {
          for (let part = 0; part < 4; part++)
            fillCounted(table, 256 * part, beside, g * group + 4 * part, columns.length, from + c);
        });
      }
      return sums;
    },
    dispose() {},
  };
}

/**
 * How often each of `people` is drawn in as many draws: the stream of xorshift.ts, which goes on in `state`. Sixty million
 * draws are much of the work, and are five times as quick with the state in local integers.
 */
function drawCounts(counts: Uint8Array, people: number, state: Uint32Array): void {
  counts.fill(0);
  const scale = people / 2 ** 32;
  let x = state[0] | 0;
  let y = state[1] | 0;
  let z = state[2] | 0;
  let w = state[3] | 0;
  for (let i = 0; i < people; i++) {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    counts[((w >>> 0) * scale) | 0]++;
  }
  state[0] = x;
  state[1] = y;
  state[2] = z;
  state[3] = w;
}

/** Writes the counts up to 3 as words, two bits each, and whoever has more into `often`. Returns how many those are. */
function packCounts(counts: Uint8Array, codes: Uint32Array, r: number, stride: number, often: Uint32Array): number {
  let excess = 0;
  for (let from = 0, at = r; from < counts.length; from += group, at += stride) {
    let code = 0;
    for (let i = 0; i < group; i++) {
      let count = counts[from + i];
      if (count > 3) {
        often[excess++] = from + i;
        count = 3;
      }
      code |= count << (2 * i);
    }
    codes[at] = code;
  }
  return excess;
}

/** What three counts of each leave out, by column; `beside` has the columns of a person side by side. */
function sumOften(
  beside: Float64Array,
  counts: Uint8Array,
  often: Uint32Array,
  size: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let i = 0; i < size; i++) {
    const more = counts[often[i]] - 3;
    for (let c = 0, at = often[i] * sums.length; c < sums.length; c++, at++) sums[c] += more * beside[at];
  }
}

function sideBySide(columns: readonly Float64Array[], people: number): Float64Array {
  const beside = new Float64Array(people * columns.length);
  columns.forEach((column, c) => {
    for (let person = 0; person < people; person++) beside[person * columns.length + c] = column[person];
  });
  return beside;
}

/** table[offset + code] = Σ over four people of their count in the code, two bits each, times x. */
function fillCounted(
  table: Float64Array,
  offset: number,
  beside: Float64Array,
  from: number,
  columns: number,
  column: number,
): void {
  table[offset] = 0;
  for (let i = 0; i < 4; i++) {
    const x = beside[(from + i) * columns + column] ?? 0;
    const size = 1 << (2 * i);
    for (let code = size; code < 4 * size; code++) table[offset + code] = table[offset + code - size] + x;
  }
}
