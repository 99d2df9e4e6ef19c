/**
 * Similarities of one row to all others at once: walk its columns, and down each column add to the sums of every row
 * met there (Gustavson's row-by-row sparse product). Where all values are 1, a 32-bit count of columns shared says it all
 * for dot and cosine. Else sums are kept in 64 bits, per row met:
 *   products  Σ xy                                  dot and cosine when nothing asks for the overlap
 *   counted   Σ xy, n                               dot and cosine
 *   squared   Σ xy, n, Σ x², Σ y²                   overlap-cosine
 *   centered  Σ xy, n, Σ x², Σ y², Σ x, Σ y         pearson
 * A flag per 64 rows says where anything may have been met, so that reading and clearing the sums of a row with few
 * cells costs little.
 */
import { keepStrongest } from './strongest';

@unmanaged
export class NeighborsTask {
  /** Rows to compare. */
  rowIndptr: usize;
  rowIndices: usize;
  rowValues: usize;
  /** The same cells by column. */
  columnIndptr: usize;
  columnIndices: usize;
  columnValues: usize;
  /** 1 where values are 64-bit, 0 where 32; 2 where all are 1 and need not be read. */
  wide: i32;
  /** 0 dot, 1 cosine, 2 overlap-cosine, 3 pearson. */
  similarity: i32;
  /** 1 where the overlap matters. */
  counts: i32;
  rows: i32;
  keep: i32;
  minOverlap: i32;
  /** Σ x² of every row, 64-bit. */
  squares: usize;
  /** One 64-bit number. */
  shrinkage: usize;
  /** Per thread: sums, flags, candidates and heap. */
  scratch: usize;
  scratchBytes: i32;
  /** Where results go: row r writes slot r − first, `keep` entries each. */
  first: i32;
  lengths: usize;
  indices: usize;
  values: usize;
}

export function compareRows(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<NeighborsTask>(pointer);
  if (task.wide == 1) compareAll<f64>(task, thread, from, to);
  else compareAll<f32>(task, thread, from, to);
}

@inline
function bytesPerRow(task: NeighborsTask): usize {
  if (task.similarity == 3) return 48;
  if (task.similarity == 2) return 32;
  if (task.wide == 2) return 4;
  return task.counts ? 16 : 8;
}

function compareAll<T>(task: NeighborsTask, thread: i32, from: i32, to: i32): void {
  const rows = <usize>task.rows;
  const flagsBytes = ((rows + 63) >> 6) + 15 & ~15;
  const sums = task.scratch + <usize>thread * task.scratchBytes;
  const flags = sums + (rows + 63 & ~63) * bytesPerRow(task);
  const candidates = flags + flagsBytes;
  for (let row = from; row < to; row++) {
    if (task.similarity == 3) addSquared<T>(task, row, sums, true);
    else if (task.similarity == 2) addSquared<T>(task, row, sums, false);
    else if (task.wide == 2) addOnes(task, row, sums);
    else if (task.counts) addCounted<T>(task, row, sums);
    else addProducts<T>(task, row, sums);
    flagMet(task, row, flags);
    // The row itself never: its sums are read as if nothing had been met.
    memory.fill(sums + <usize>row * bytesPerRow(task), 0, bytesPerRow(task));
    const found = collect(task, row, sums, flags, candidates);
    const slot = <usize>(row - task.first) * <usize>task.keep;
    const length = keepStrongest(candidates, found, rows, task.keep, task.indices + (slot << 2), task.values + (slot << 3));
    store<i32>(task.lengths + (<usize>(row - task.first) << 2), length);
  }
}

@inline
function at32(base: usize, index: usize): usize {
  return <usize>load<u32>(base + (index << 2));
}

@inline
function valueAt<T>(base: usize, index: usize): f64 {
  return <f64>load<T>(base + index * sizeof<T>());
}

function addOnes(task: NeighborsTask, row: i32, sums: usize): void {
  const last = at32(task.rowIndptr, row + 1);
  for (let cell = at32(task.rowIndptr, row); cell < last; cell++) {
    const column = at32(task.rowIndices, cell);
    let index = task.columnIndices + (at32(task.columnIndptr, column) << 2);
    const end = task.columnIndices + (at32(task.columnIndptr, column + 1) << 2);
    for (; index + 12 < end; index += 16) {
      const low = load<u64>(index);
      const high = load<u64>(index, 8);
      addOne(sums, <usize>(low & 0xffffffff));
      addOne(sums, <usize>(low >>> 32));
      addOne(sums, <usize>(high & 0xffffffff));
      addOne(sums, <usize>(high >>> 32));
    }
    for (; index < end; index += 4) addOne(sums, <usize>load<u32>(index));
  }
}

@inline
function addOne(sums: usize, other: usize): void {
  const sum = sums + (other << 2);
  store<u32>(sum, load<u32>(sum) + 1);
}

function addProducts<T>(task: NeighborsTask, row: i32, sums: usize): void {
  const last = at32(task.rowIndptr, row + 1);
  for (let cell = at32(task.rowIndptr, row); cell < last; cell++) {
    const x = valueAt<T>(task.rowValues, cell);
    const column = at32(task.rowIndices, cell);
    const from = at32(task.columnIndptr, column);
    let index = task.columnIndices + (from << 2);
    let value = task.columnValues + from * sizeof<T>();
    const end = task.columnIndices + (at32(task.columnIndptr, column + 1) << 2);
    // Two at a time: the rows of a column differ, so neither waits for the other.
    for (; index + 4 < end; index += 8) {
      addProduct(sums, <usize>load<u32>(index), x * <f64>load<T>(value));
      addProduct(sums, <usize>load<u32>(index, 4), x * <f64>load<T>(value, sizeof<T>()));
      value += 2 * sizeof<T>();
    }
    if (index < end) addProduct(sums, <usize>load<u32>(index), x * <f64>load<T>(value));
  }
}

@inline
function addProduct(sums: usize, other: usize, product: f64): void {
  const sum = sums + (other << 3);
  store<f64>(sum, load<f64>(sum) + product);
}

function addCounted<T>(task: NeighborsTask, row: i32, sums: usize): void {
  const last = at32(task.rowIndptr, row + 1);
  for (let cell = at32(task.rowIndptr, row); cell < last; cell++) {
    const x = valueAt<T>(task.rowValues, cell);
    const column = at32(task.rowIndices, cell);
    const end = at32(task.columnIndptr, column + 1);
    for (let met = at32(task.columnIndptr, column); met < end; met++) {
      const other = at32(task.columnIndices, met);
      const product = f64x2.replace_lane(f64x2.splat(1), 0, x * valueAt<T>(task.columnValues, met));
      const sum = sums + (other << 4);
      v128.store(sum, f64x2.add(v128.load(sum), product));
    }
  }
}

@inline
function addSquared<T>(task: NeighborsTask, row: i32, sums: usize, centered: bool): void {
  const last = at32(task.rowIndptr, row + 1);
  for (let cell = at32(task.rowIndptr, row); cell < last; cell++) {
    const x = valueAt<T>(task.rowValues, cell);
    const column = at32(task.rowIndices, cell);
    const end = at32(task.columnIndptr, column + 1);
    for (let met = at32(task.columnIndptr, column); met < end; met++) {
      const other = at32(task.columnIndices, met);
      const y = valueAt<T>(task.columnValues, met);
      const pair = f64x2.replace_lane(f64x2.splat(x), 1, y);
      const sum = centered ? sums + other * 48 : sums + (other << 5);
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.replace_lane(f64x2.splat(1), 0, x * y)));
      v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.mul(pair, pair)), 16);
      if (centered) v128.store(sum, f64x2.add(v128.load(sum, 32), pair), 32);
    }
  }
}

/** Where a walk over everything met costs more than reading all sums, all flags are raised instead. */
function flagMet(task: NeighborsTask, row: i32, flags: usize): void {
  const first = at32(task.rowIndptr, row);
  const last = at32(task.rowIndptr, row + 1);
  const limit = 2 * task.rows;
  let met = 0;
  for (let cell = first; cell < last && met < limit; cell++) {
    const column = at32(task.rowIndices, cell);
    met += <i32>(at32(task.columnIndptr, column + 1) - at32(task.columnIndptr, column));
  }
  if (met >= limit) {
    memory.fill(flags, 1, (<usize>task.rows + 63) >> 6);
    return;
  }
  for (let cell = first; cell < last; cell++) {
    const column = at32(task.rowIndices, cell);
    const end = at32(task.columnIndptr, column + 1);
    for (let at = at32(task.columnIndptr, column); at < end; at++) {
      store<u8>(flags + (at32(task.columnIndices, at) >> 6), 1);
    }
  }
}

/**
 * Turns the sums into similarities other than 0, in ascending row order, as pairs of 64-bit similarity and row,
 * and clears sums and flags behind it.
 */
function collect(task: NeighborsTask, row: i32, sums: usize, flags: usize, candidates: usize): i32 {
  const rows = <usize>task.rows;
  const bytes = bytesPerRow(task);
  let found = 0;
  for (let block: usize = 0; block < rows; block += 64) {
    if (!load<u8>(flags + (block >> 6))) continue;
    store<u8>(flags + (block >> 6), 0);
    const end = min(block + 64, rows);
    for (let other = block; other < end; other++) {
      const similarity = similarityFrom(task, row, other, sums + other * bytes);
      if (similarity != 0) {
        const out = candidates + (<usize>found << 4);
        store<f64>(out, similarity);
        store<u32>(out, <u32>other, 8);
        found++;
      }
    }
    memory.fill(sums + block * bytes, 0, bytes << 6);
  }
  return found;
}

function similarityFrom(task: NeighborsTask, row: usize, other: usize, sum: usize): f64 {
  const ones = task.wide == 2 && task.similarity < 2;
  const product = ones ? <f64>load<u32>(sum) : load<f64>(sum);
  if (task.similarity < 2) {
    if (product == 0) return 0;
    let similarity = product;
    if (task.similarity == 1) {
      similarity = ratio(product, load<f64>(task.squares + (row << 3)), load<f64>(task.squares + (other << 3)));
    }
    return task.counts ? shrink(task, similarity, ones ? product : load<f64>(sum, 8)) : similarity;
  }
  const n = load<f64>(sum, 8);
  if (n == 0) return 0;
  const xx = load<f64>(sum, 16);
  const yy = load<f64>(sum, 24);
  if (task.similarity == 2) return shrink(task, ratio(product, xx, yy), n);
  // Times n throughout: exact for whole and half stars, so that equal correlations tie.
  const x = load<f64>(sum, 32);
  const y = load<f64>(sum, 40);
  return shrink(task, ratio(n * product - x * y, spread(n * xx, x * x), spread(n * yy, y * y)), n);
}

@inline
function shrink(task: NeighborsTask, similarity: f64, n: f64): f64 {
  return n < <f64>task.minOverlap ? 0 : similarity * (n / (n + load<f64>(task.shrinkage)));
}

@inline
function ratio(product: f64, a: f64, b: f64): f64 {
  return a > 0 && b > 0 ? product / sqrt(a * b) : 0;
}

/** What is left of a sum of squares after centering; 0 where it is only rounding. */
@inline
function spread(whole: f64, center: f64): f64 {
  return whole - center > 1e-12 * whole ? whole - center : 0;
}
