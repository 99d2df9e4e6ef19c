/** Entries between two yields: some milliseconds of work. */
export const stride = 1 << 18;

/** The 64 bits of a time as six digits: which word, from which bit, and 11 bits of it at most. */
const digits = [0, 11, 22]
  .map((shift) => ({ word: 0, shift }))
  .concat([0, 11, 22].map((shift) => ({ word: 1, shift })));
const buckets = 1 << 11;

/**
 * Row numbers in order of time, equal times in their first order, as orderByTime gives them, by a radix sort over the
 * bits of the times, lowest digit first; digits that are the same everywhere are passed over, so that seconds need
 * three passes. Keys travel with their rows: everything is read in sequence, and no comparison function is called some
 * hundred million times. Null where the times ascend already. Times are finite.
 */
export function* timeOrder(times: Float64Array): Generator<void, Uint32Array | null, void> {
  if (yield* ascends(times)) return null;
  const count = times.length;
  let keys: Uint32Array = sortableWords(times);
  const varying = varyingBits(keys);
  let rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = i;
  yield;
  let nextKeys: Uint32Array = new Uint32Array(2 * count);
  let nextRows = new Uint32Array(count);
  for (const { word, shift } of digits) {
    if (((varying[word] >>> shift) & (buckets - 1)) === 0) continue;
    const starts = new Uint32Array(buckets + 1);
    const from = keys;
    for (let i = 0; i < count; i++) starts[((from[2 * i + word] >>> shift) & (buckets - 1)) + 1]++;
    yield;
    for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] += starts[bucket];
    for (let i = 0; i < count; i++) {
      const at = starts[(from[2 * i + word] >>> shift) & (buckets - 1)]++;
      nextKeys[2 * at] = from[2 * i];
      nextKeys[2 * at + 1] = from[2 * i + 1];
      nextRows[at] = rows[i];
      if (i % stride === stride - 1) yield;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [rows, nextRows] = [nextRows, rows];
  }
  return rows;
}

/**
 * Each time as a lower and a higher word that sort, as unsigned integers, as the times do: all bits of a negative one
 * flipped, the sign of the others. A machine with the higher word first runs no browser.
 */
function sortableWords(times: Float64Array): Uint32Array {
  const words = new Uint32Array(times.slice().buffer);
  for (let i = 0; i < words.length; i += 2) {
    const negative = words[i + 1] >>> 31;
    if (negative) words[i] = ~words[i];
    words[i + 1] ^= negative ? 0xffffffff : 0x80000000;
  }
  return words;
}

/** Of the lower and the higher words: the bits in which they are not all alike. */
function varyingBits(words: Uint32Array): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (let i = 2; i < words.length; i += 2) {
    low |= words[i] ^ words[0];
    high |= words[i + 1] ^ words[1];
  }
  return [low, high];
}

function* ascends(times: Float64Array): Generator<void, boolean, void> {
  for (let i = 1; i < times.length; i++) {
    if (times[i - 1] > times[i]) return false;
    if (i % stride === 0) yield;
  }
  return true;
}
