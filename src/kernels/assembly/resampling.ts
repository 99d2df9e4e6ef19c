/**
 * The sums of core/math/resampling.ts, added in the same order, so that they are the same to the last bit: two columns side
 * by side are one vector, in the tables as in the sums.
 */
@unmanaged
class ResamplingTask {
  people: i32;
  /** Of 16 people, whose counts, two bits each, are one word. */
  groups: i32;
  /** Of two columns. */
  pairs: i32;
  /** Resamples that `codes` and `sums` have room for, and those there. */
  held: i32;
  drawn: i32;
  /** Four words of chance, as in core/math/xorshift.ts. */
  state: usize;
  /** A byte a person, 0 between resamples; rounded up to groups. */
  counts: usize;
  /** Groups × held words. */
  codes: usize;
  /** Pairs × people, rounded up to groups by people who add nothing; 16 bytes each. */
  values: usize;
  /** Pairs × held, 16 bytes each. */
  sums: usize;
  /** Per thread four tables of 256 vectors. */
  tables: usize;
}

const TABLES: usize = 4 * 256 * 16;

/** Draws the people of resamples from .. to, in order and so on one thread: their codes, and what codes leave out. */
export function drawPeople(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<ResamplingTask>(pointer);
  const people = task.people;
  const counts = task.counts;
  const ending = counts + (<usize>task.groups << 4);
  const stride = <usize>task.held << 2;
  let x = load<u32>(task.state);
  let y = load<u32>(task.state, 4);
  let z = load<u32>(task.state, 8);
  let w = load<u32>(task.state, 12);
  for (let resample = from; resample < to; resample++) {
    let left = people;
    for (; left >= 4; left -= 4) {
      x = next(x, w);
      count(counts, x, people);
      y = next(y, x);
      count(counts, y, people);
      z = next(z, y);
      count(counts, z, people);
      w = next(w, z);
      count(counts, w, people);
    }
    for (; left > 0; left--) {
      const fresh = next(x, w);
      count(counts, fresh, people);
      x = y;
      y = z;
      z = w;
      w = fresh;
    }
    const sums = task.sums + (<usize>resample << 4);
    for (let pair = 0; pair < task.pairs; pair++) {
      v128.store(sums + ((<usize>pair * task.held) << 4), f64x2.splat(0));
    }
    let code = task.codes + (<usize>resample << 2);
    for (let at = counts; at < ending; at += 16) {
      const own = v128.load(at);
      store<u32>(code, packed(i8x16.min_u(own, i8x16.splat(3))));
      code += stride;
      for (let often = i8x16.bitmask(i8x16.gt_u(own, i8x16.splat(3))); often; often &= often - 1) {
        const place = at + <usize>ctz(often);
        addOften(task, sums, <i32>(place - counts), load<u8>(place) - 3);
      }
      v128.store(at, i8x16.splat(0));
    }
  }
  store<u32>(task.state, x);
  store<u32>(task.state, y, 4);
  store<u32>(task.state, z, 8);
  store<u32>(task.state, w, 12);
}

/** The word of chance after `last`, where `first` is the oldest of four. */
@inline
function next(first: u32, last: u32): u32 {
  const t = first ^ (first << 11);
  return last ^ (last >>> 19) ^ t ^ (t >>> 8);
}

@inline
function count(counts: usize, word: u32, people: i32): void {
  const at = counts + <usize>((<u64>word * <u64>people) >>> 32);
  store<u8>(at, load<u8>(at) + 1);
}

/** Sixteen bytes of two bits as one word, the first lowest: neighbors are pushed together, three times over. */
@inline
function packed(bytes: v128): u32 {
  const fours = v128.and(v128.or(bytes, i16x8.shr_u(bytes, 6)), i16x8.splat(0xf));
  const eights = v128.and(v128.or(fours, i32x4.shr_u(fours, 12)), i32x4.splat(0xff));
  const halves = v128.or(eights, i64x2.shr_u(eights, 24));
  return (i32x4.extract_lane(halves, 0) & 0xffff) | (i32x4.extract_lane(halves, 2) << 16);
}

function addOften(task: ResamplingTask, sums: usize, person: i32, more: i32): void {
  const times = f64x2.splat(<f64>more);
  const rows = (<usize>task.groups << 4) << 4;
  const step = <usize>task.held << 4;
  let values = task.values + (<usize>person << 4);
  for (let pair = 0; pair < task.pairs; pair++) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(times, v128.load(values))));
    sums += step;
    values += rows;
  }
}

/** Adds what the codes find in pairs of columns from .. to. */
export function addColumns(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<ResamplingTask>(pointer);
  const count = <usize>task.drawn;
  const tables = task.tables + <usize>thread * TABLES;
  for (let pair = from; pair < to; pair++) {
    let values = task.values + ((<usize>pair * task.groups) << 8);
    let codes = task.codes;
    const sums = task.sums + ((<usize>pair * task.held) << 4);
    for (let group = 0; group < task.groups; group++) {
      for (let part: usize = 0; part < 4; part++) fill(tables + (part << 12), values + (part << 6));
      addGroup(tables, codes, sums, count);
      values += 256;
      codes += <usize>task.held << 2;
    }
  }
}

/** table[code] = Σ over four people of their count in the code, two bits each, times their values. */
function fill(table: usize, values: usize): void {
  v128.store(table, f64x2.splat(0));
  for (let person: usize = 0; person < 4; person++) {
    const value = v128.load(values + (person << 4));
    const size = (<usize>16) << (2 * person);
    const ending = table + 4 * size;
    for (let at = table + size; at < ending; at += 16) v128.store(at, f64x2.add(v128.load(at - size), value));
  }
}

function addGroup(tables: usize, codes: usize, sums: usize, count: usize): void {
  const ending = codes + (count << 2);
  while (codes < ending) {
    const code = load<u32>(codes);
    const i = v128.load(tables + ((<usize>code & 255) << 4));
    const j = v128.load(tables + (((<usize>code >>> 8) & 255) << 4), 4096);
    const k = v128.load(tables + (((<usize>code >>> 16) & 255) << 4), 8192);
    const l = v128.load(tables + ((<usize>code >>> 24) << 4), 12288);
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.add(f64x2.add(i, j), f64x2.add(k, l))));
    codes += 4;
    sums += 16;
  }
}
