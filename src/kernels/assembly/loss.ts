import { dot } from './lanes';

@unmanaged
class LossTask {
  indptr: usize;
  indices: usize;
  /** Confidences. */
  values: usize;
  own: usize;
  other: usize;
  stride: i32;
  rows: i32;
  /** Rows of a block. */
  block: i32;
  /** One 64-bit sum per block. */
  sums: usize;
}

/**
 * Σ over the stored cells of  c (1 − d)² − d²  with d = x·y: what they add to Σ_all d², which the Gram matrices of
 * both sides give at once as tr(XᵀX YᵀY). One sum per fixed block of rows, added in order by the caller.
 */
export function lossBlocks(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<LossTask>(pointer);
  const stride = <usize>task.stride;
  for (let block = from; block < to; block++) {
    let sum: f64 = 0;
    const end = min(task.rows, (block + 1) * task.block);
    for (let row = block * task.block; row < end; row++) {
      const x = task.own + <usize>row * stride;
      const last = load<i32>(task.indptr + (<usize>row << 2), 4);
      for (let at = load<i32>(task.indptr + (<usize>row << 2)); at < last; at++) {
        const score = <f64>dot(x, task.other + <usize>load<u32>(task.indices + (<usize>at << 2)) * stride, stride);
        const confidence = <f64>load<f32>(task.values + (<usize>at << 2));
        sum += confidence * (1 - score) * (1 - score) - score * score;
      }
    }
    store<f64>(task.sums + (<usize>block << 3), sum);
  }
}
