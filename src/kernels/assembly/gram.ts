/**
 * YᵀY over fixed blocks of rows: each block is summed by whichever thread takes it, the blocks are then added in
 * order, so the result does not depend on the number of threads.
 */
import { madd } from './lanes';

@unmanaged
class GramTask {
  /** rows × `stride` bytes. */
  factors: usize;
  rows: i32;
  stride: i32;
  /** Rows of a block. */
  block: i32;
  blocks: i32;
  /** blocks × width × `width` floats; width is the number of factors rounded up to 8. */
  partials: usize;
  width: i32;
  /** width × width floats. */
  gram: usize;
}

/** Rows summed in registers before they are added to memory: short sums keep 32 bits enough. */
const PANEL: i32 = 256;

export function gramBlocks(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<GramTask>(pointer);
  const bytes = <usize>task.width * <usize>task.width * 4;
  for (let block = from; block < to; block++) {
    const sums = task.partials + <usize>block * bytes;
    memory.fill(sums, 0, bytes);
    const end = min(task.rows, (block + 1) * task.block);
    for (let row = block * task.block; row < end; row += PANEL) {
      addPanel(task.factors + <usize>row * task.stride, min(PANEL, end - row), task.stride, sums, task.width);
    }
  }
}

/** The tiles on and above the diagonal, 4 × 8 sums at a time: eight multiply-adds for six loads. */
function addPanel(rows: usize, count: i32, stride: usize, sums: usize, width: i32): void {
  const end = rows + <usize>count * stride;
  const lines = min<i32>(width, <i32>(stride >> 2));
  for (let a = 0; a < lines; a += 4) {
    for (let b = a & ~7; b < width; b += 8) {
      let s00 = f32x4.splat(0), s01 = f32x4.splat(0);
      let s10 = f32x4.splat(0), s11 = f32x4.splat(0);
      let s20 = f32x4.splat(0), s21 = f32x4.splat(0);
      let s30 = f32x4.splat(0), s31 = f32x4.splat(0);
      const across = <usize>(b - a) << 2;
      for (let at = rows + (<usize>a << 2); at < end; at += stride) {
        const y0 = v128.load(at + across);
        const y1 = v128.load(at + across, 16);
        const x0 = v128.load32_splat(at);
        s00 = madd(x0, y0, s00);
        s01 = madd(x0, y1, s01);
        const x1 = v128.load32_splat(at, 4);
        s10 = madd(x1, y0, s10);
        s11 = madd(x1, y1, s11);
        const x2 = v128.load32_splat(at, 8);
        s20 = madd(x2, y0, s20);
        s21 = madd(x2, y1, s21);
        const x3 = v128.load32_splat(at, 12);
        s30 = madd(x3, y0, s30);
        s31 = madd(x3, y1, s31);
      }
      const line = <usize>width << 2;
      const out = sums + <usize>a * line + (<usize>b << 2);
      addTo(out, s00, s01);
      addTo(out + line, s10, s11);
      addTo(out + 2 * line, s20, s21);
      addTo(out + 3 * line, s30, s31);
    }
  }
}

@inline
function addTo(out: usize, low: v128, high: v128): void {
  v128.store(out, f32x4.add(v128.load(out), low));
  v128.store(out, f32x4.add(v128.load(out, 16), high), 16);
}

/** Adds the blocks in order and mirrors; columns beyond the factors hold a neighboring row's numbers and become 0. */
export function gramSum(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<GramTask>(pointer);
  const width = task.width;
  const padded = task.stride >> 2;
  for (let a = 0; a < width; a++) {
    for (let b = a; b < width; b++) {
      let sum: f64 = 0;
      if (b < padded) {
        let at = task.partials + (<usize>(a * width + b) << 2);
        for (let block = 0; block < task.blocks; block++) {
          sum += load<f32>(at);
          at += <usize>(width * width) << 2;
        }
      }
      store<f32>(task.gram + (<usize>(a * width + b) << 2), <f32>sum);
      store<f32>(task.gram + (<usize>(b * width + a) << 2), <f32>sum);
    }
  }
}
