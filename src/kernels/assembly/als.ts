/**
 * Y. Hu, Y. Koren, C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, solved as in
 * G. Takács, I. Pilászy, D. Tikk, "Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative
 * Filtering", RecSys 2011.
 *
 * Row u of one side, with the other side Y fixed, minimizes  Σ_i c_i (p_i − x·y_i)² + λ|x|²,  that is  A x = b  with
 *   A = YᵀY + λI + Σ (c_i − 1) y_i y_iᵀ   and   b = Σ c_i y_i   over the cells i of the row,
 * by a few steps of conjugate gradient from the present x. A row without cells has b = 0 and becomes 0.
 *
 * A product A v is a dense part, YᵀY + λI once for up to four rows, and a sparse part, which reads every y_i: panel.ts.
 */
import { addScaled, dot, madd, scaleAndAdd } from './lanes';
import { gather, paddedCells, reread } from './panel';

@unmanaged
class AlsTask {
  indptr: usize;
  indices: usize;
  /** Confidences. */
  values: usize;
  /** The side being solved and the side that is fixed: rows × `stride` bytes. */
  own: usize;
  other: usize;
  /** YᵀY + λI, width × width. */
  gram: usize;
  stride: i32;
  /** Factors rounded up to 8. */
  width: i32;
  steps: i32;
  /** Per thread: four residuals, directions and products and a row of zeros, of width floats each; then the panel. */
  scratch: usize;
  scratchBytes: i32;
  panelBytes: i32;
  /** Rows are taken together only while their part of the panel stays below this. */
  groupBytes: i32;
}

/** Below this squared length of the residual there is nothing left to solve. */
const SOLVED: f32 = 1e-20;

export function solveRows(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<AlsTask>(pointer);
  const scratch = task.scratch + <usize>thread * task.scratchBytes;
  let row = from;
  while (row < to) {
    const count = groupFrom(task, row, to);
    solveGroup(task, scratch, row, count);
    row += count;
  }
}

/** Up to four rows whose cells stay close at hand together; at least one. */
function groupFrom(task: AlsTask, row: i32, to: i32): i32 {
  let count = 1;
  let bytes = panelBytesOf(task, row);
  while (count < 4 && row + count < to) {
    bytes += panelBytesOf(task, row + count);
    if (bytes > task.groupBytes) break;
    count++;
  }
  return count;
}

@inline
function startOf(task: AlsTask, row: i32): i32 {
  return load<i32>(task.indptr + (<usize>row << 2));
}

@inline
function panelBytesOf(task: AlsTask, row: i32): i32 {
  const cells = startOf(task, row + 1) - startOf(task, row);
  // Compared in cells, lest the bytes of a very long row overflow.
  const limit = task.panelBytes / task.stride;
  return cells > limit ? task.panelBytes + 1 : paddedCells(cells) * task.stride;
}

function solveGroup(task: AlsTask, scratch: usize, row: i32, count: i32): void {
  const stride = <usize>task.stride;
  const line = <usize>task.width << 2;
  const residuals = scratch;
  const directions = scratch + 4 * line;
  const products = scratch + 8 * line;
  const panel = scratch + 13 * line;
  const x = task.own + <usize>row * stride;

  const resident = panelBytesOf(task, row) <= task.panelBytes;
  const zeros = scratch + 12 * line;
  memory.fill(zeros, 0, line);

  // r = b − A x
  memory.fill(directions, 0, 4 * line);
  for (let u = 0; u < count; u++) memory.copy(directions + <usize>u * line, x + <usize>u * stride, stride);
  multiply(task, panel, resident, true, row, count, directions, products, 1);
  let old0: f32 = 0, old1: f32 = 0, old2: f32 = 0, old3: f32 = 0;
  for (let u = 0; u < count; u++) {
    const r = residuals + <usize>u * line;
    negate(r, products + <usize>u * line, stride);
    memory.copy(directions + <usize>u * line, r, stride);
    const old = dot(r, r, stride);
    if (u == 0) old0 = old;
    else if (u == 1) old1 = old;
    else if (u == 2) old2 = old;
    else old3 = old;
  }
  for (let step = 0; step < task.steps; step++) {
    multiply(task, panel, resident, false, row, count, directions, products, 0);
    old0 = advance(x, residuals, directions, products, stride, old0);
    if (count > 1) old1 = advance(x + stride, residuals + line, directions + line, products + line, stride, old1);
    if (count > 2) old2 = advance(x + 2 * stride, residuals + 2 * line, directions + 2 * line, products + 2 * line, stride, old2);
    if (count > 3) old3 = advance(x + 3 * stride, residuals + 3 * line, directions + 3 * line, products + 3 * line, stride, old3);
  }
  for (let u = 0; u < count; u++) {
    if (startOf(task, row + u) == startOf(task, row + u + 1)) memory.fill(x + <usize>u * stride, 0, stride);
  }
}

/** One step of conjugate gradient; returns the new squared length of the residual, 0 once it is solved. */
function advance(x: usize, residual: usize, direction: usize, product: usize, stride: usize, old: f32): f32 {
  if (!(old > SOLVED)) return 0;
  const length = old / dot(direction, product, stride);
  addScaled(x, length, direction, stride);
  addScaled(residual, -length, product, stride);
  const now = dot(residual, residual, stride);
  scaleAndAdd(direction, now / old, residual, stride);
  return now;
}

function negate(out: usize, v: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.neg(v128.load(v + at)));
}

/** out = A v − minusB · b for the rows of the group. The first product fills the panel, if the rows fit into it. */
function multiply(
  task: AlsTask, panel: usize, resident: bool, first: bool, row: i32, count: i32, v: usize, out: usize, minusB: f32,
): void {
  const line = <usize>task.width << 2;
  const stride = <usize>task.stride;
  const zeros = panel - line;
  multiplyDense(task.gram, line, stride, v, out);
  for (let u = 0; u < count; u++) {
    const from = startOf(task, row + u);
    const cells = startOf(task, row + u + 1) - from;
    const values = task.values + (<usize>from << 2);
    if (resident && !first) {
      reread(panel, values, cells, stride, v, out, minusB);
    } else {
      const indices = task.indices + (<usize>from << 2);
      gather(panel, resident ? -1 : 0, indices, values, cells, task.other, zeros, stride, v, out, minusB);
    }
    if (resident) panel += <usize>paddedCells(cells) * stride;
    v += line;
    out += line;
  }
}

/** Four products with one symmetric matrix: 4 × 8 sums at a time, eight multiply-adds for six loads. */
function multiplyDense(matrix: usize, line: usize, stride: usize, v: usize, out: usize): void {
  for (let across: usize = 0; across < line; across += 32) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
    let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
    let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
    let g = matrix + across;
    let va = v, vb = v + line, vc = v + 2 * line, vd = v + 3 * line;
    for (const end = v + stride; va < end; ) {
      const g0 = v128.load(g);
      const g1 = v128.load(g, 16);
      const xa = v128.load32_splat(va);
      a0 = madd(xa, g0, a0);
      a1 = madd(xa, g1, a1);
      const xb = v128.load32_splat(vb);
      b0 = madd(xb, g0, b0);
      b1 = madd(xb, g1, b1);
      const xc = v128.load32_splat(vc);
      c0 = madd(xc, g0, c0);
      c1 = madd(xc, g1, c1);
      const xd = v128.load32_splat(vd);
      d0 = madd(xd, g0, d0);
      d1 = madd(xd, g1, d1);
      g += line;
      va += 4;
      vb += 4;
      vc += 4;
      vd += 4;
    }
    const to = out + across;
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to + line, b0);
    v128.store(to + line, b1, 16);
    v128.store(to + 2 * line, c0);
    v128.store(to + 2 * line, c1, 16);
    v128.store(to + 3 * line, d0);
    v128.store(to + 3 * line, d1, 16);
  }
}
