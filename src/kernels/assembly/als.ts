/**
 * Y. Hu, Y. Koren, C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, solved as in
 * G. Takács, I. Pilászy, D. Tikk, "Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative
 * Filtering", RecSys 2011.
 *
 * Row u of one side, with the other side Y fixed, minimizes  Σ_i c_i (p_i − x·y_i)² + λ|x|²,  that is  A x = b  with
 *   A = YᵀY + λI + Σ (c_i − 1) y_i y_iᵀ   and   b = Σ c_i y_i   over the cells i of the row,
 * by a few steps of conjugate gradient from the present x. A row without cells has b = 0 and becomes 0.
 *
 * A product A v is a dense part, YᵀY + λI once for up to four rows, and a sparse part, which reads every y_i: panel.ts for
 * rows whose y_i fit into a cache, stream.ts for longer ones. Of the last product only v·A v is needed, half the work.
 */
import { addScaled, dot, madd, scaleAndAdd, sumOfLanes } from './lanes';
import { gather, paddedCells, panelSquares, reread } from './panel';
import { stream, streamSquares } from './stream';

@unmanaged
class AlsTask {
  indptr: usize;
  indices: usize;
  /** Confidences. */
  values: usize;
  /** The side being solved and the side that is fixed: rows × `stride` bytes. */
  own: usize;
  other: usize;
  otherRows: i32;
  /** YᵀY + λI, width × width. */
  gram: usize;
  stride: i32;
  /** Factors rounded up to 8. */
  width: i32;
  steps: i32;
  /**
   * Per thread: a row of zeros of width floats; residuals, directions and products, `LONG` of each; squared lengths of the
   * residuals, what `fetchTile` read, rows and places of cells, `LONG` of each; then the panel.
   */
  scratch: usize;
  scratchBytes: i32;
  /** Rows are taken together while their part of the panel stays below this; a row that takes more is a long one. */
  panelBytes: i32;
}

/** Long rows that are solved together. */
const LONG: i32 = 64;
/** Bytes of the other side that stay at hand for them. */
const TILE: i32 = 0x40000;

/** Below this squared length of the residual there is nothing left to solve. */
const SOLVED: f32 = 1e-20;

export function solveRows(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<AlsTask>(pointer);
  const line = <usize>task.width << 2;
  const zeros = task.scratch + <usize>thread * task.scratchBytes;
  memory.fill(zeros, 0, line);
  const group = zeros + line;
  const rows = group + (3 * line + 8) * LONG;
  let long = 0;
  let row = from;
  while (row < to) {
    if (panelBytesOf(task, row) > task.panelBytes) {
      store<i32>(rows + (<usize>long << 2), row);
      long++;
      row++;
    } else {
      const count = groupFrom(task, row, to);
      solveGroup(task, zeros, row, count);
      row += count;
    }
    if (long == LONG || (row >= to && long > 0)) {
      solveLong(task, zeros, long);
      long = 0;
    }
  }
}

/** Up to four rows whose cells stay close at hand together; at least one. */
function groupFrom(task: AlsTask, row: i32, to: i32): i32 {
  let count = 1;
  let bytes = panelBytesOf(task, row);
  while (count < 4 && row + count < to) {
    bytes += panelBytesOf(task, row + count);
    if (bytes > task.panelBytes) break;
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

function solveGroup(task: AlsTask, zeros: usize, row: i32, count: i32): void {
  const stride = <usize>task.stride;
  const line = <usize>task.width << 2;
  const residuals = zeros + line;
  const directions = residuals + LONG * line;
  const products = directions + LONG * line;
  const lengths = products + LONG * line;
  const panel = lengths + 16 * LONG;
  const x = task.own + <usize>row * stride;

  // r = b − A x
  memory.fill(directions, 0, 4 * line);
  for (let u = 0; u < count; u++) memory.copy(directions + <usize>u * line, x + <usize>u * stride, stride);
  multiply(task, panel, zeros, true, row, count, directions, products, 1);
  for (let u = 0; u < count; u++) begin(<usize>u, residuals, directions, products, lengths, line, stride);
  for (let step = 1; step < task.steps; step++) {
    multiply(task, panel, zeros, false, row, count, directions, products, 0);
    for (let u = 0; u < count; u++) advance(<usize>u, x + <usize>u * stride, residuals, directions, products, lengths, line, stride);
  }
  if (task.steps > 0) {
    multiplyDense(task.gram, line, stride, directions, products);
    let at = panel;
    for (let u = 0; u < count; u++) {
      const from = startOf(task, row + u);
      const cells = startOf(task, row + u + 1) - from;
      const v = directions + <usize>u * line;
      const squares = panelSquares(at, task.values + (<usize>from << 2), cells, stride, v);
      finish(<usize>u, x + <usize>u * stride, directions, products, lengths, squares, line, stride);
      at += <usize>paddedCells(cells) * stride;
    }
  }
  for (let u = 0; u < count; u++) {
    if (startOf(task, row + u) == startOf(task, row + u + 1)) memory.fill(x + <usize>u * stride, 0, stride);
  }
}

/** The same for `count` long rows, whose numbers lie in scratch. */
function solveLong(task: AlsTask, zeros: usize, count: i32): void {
  const stride = <usize>task.stride;
  const line = <usize>task.width << 2;
  const residuals = zeros + line;
  const directions = residuals + LONG * line;
  const products = directions + LONG * line;
  const lengths = products + LONG * line;
  const rows = lengths + 8 * LONG;

  memory.fill(directions, 0, LONG * line);
  for (let u = 0; u < count; u++) memory.copy(directions + <usize>u * line, longRow(task, rows, u), stride);
  multiplyLong(task, zeros, rows, count, directions, products, 1);
  for (let u = 0; u < count; u++) begin(<usize>u, residuals, directions, products, lengths, line, stride);
  for (let step = 1; step < task.steps; step++) {
    multiplyLong(task, zeros, rows, count, directions, products, 0);
    for (let u = 0; u < count; u++) advance(<usize>u, longRow(task, rows, u), residuals, directions, products, lengths, line, stride);
  }
  if (task.steps == 0) return;
  for (let u = 0; u < count; u += 4) multiplyDense(task.gram, line, stride, directions + <usize>u * line, products + <usize>u * line);
  // Sums of four lanes each take the place of the residuals, which are not needed any more.
  memory.fill(residuals, 0, 16 * LONG);
  startTiles(task, rows, count);
  for (let bound = tileRows(task); ; bound += tileRows(task)) {
    fetchTile(task, zeros, bound);
    for (let u = 0; u < count; u++) {
      const from = cellsAt(rows, u);
      const cells = cellsBelow(task, rows, u, bound);
      const sum = residuals + (<usize>u << 4);
      const more = streamSquares(
        task.indices + (<usize>from << 2), task.values + (<usize>from << 2), cells,
        task.other, zeros, stride, directions + <usize>u * line,
      );
      v128.store(sum, f32x4.add(v128.load(sum), more));
    }
    if (bound >= task.otherRows) break;
  }
  for (let u = 0; u < count; u++) {
    const sum = sumOfLanes(v128.load(residuals + (<usize>u << 4)));
    finish(<usize>u, longRow(task, rows, u), directions, products, lengths, sum, line, stride);
  }
}

@inline
function longRow(task: AlsTask, rows: usize, u: i32): usize {
  return task.own + <usize>load<i32>(rows + (<usize>u << 2)) * task.stride;
}

@inline
function tileRows(task: AlsTask): i32 {
  return TILE / task.stride;
}

/** Behind the rows lie the places of the cells that they will read next. */
@inline
function cellsAt(rows: usize, u: i32): i32 {
  return load<i32>(rows + (<usize>u << 2), 4 * LONG);
}

/** Reads a tile in order, as memory likes it, before its rows are read here and there. */
function fetchTile(task: AlsTask, zeros: usize, bound: i32): void {
  let at = task.other + <usize>(bound - tileRows(task)) * task.stride;
  const end = task.other + <usize>min(bound, task.otherRows) * task.stride;
  let bits: u32 = 0;
  for (; at < end; at += 64) bits |= load<u32>(at);
  // Kept where nothing else is, or nothing would be read.
  store<u32>(zeros + (<usize>task.width << 2) * (1 + 3 * LONG) + 4 * LONG, bits);
}

function startTiles(task: AlsTask, rows: usize, count: i32): void {
  for (let u = 0; u < count; u++) {
    store<i32>(rows + (<usize>u << 2), startOf(task, load<i32>(rows + (<usize>u << 2))), 4 * LONG);
  }
}

/** How many of a row's next cells lie below that row of the other side; they count as read. */
function cellsBelow(task: AlsTask, rows: usize, u: i32, bound: i32): i32 {
  const from = cellsAt(rows, u);
  const end = startOf(task, load<i32>(rows + (<usize>u << 2)) + 1);
  let at = from;
  if (bound >= task.otherRows) at = end;
  while (at < end && load<i32>(task.indices + (<usize>at << 2)) < bound) at++;
  store<i32>(rows + (<usize>u << 2), at, 4 * LONG);
  return at - from;
}

function multiplyLong(task: AlsTask, zeros: usize, rows: usize, count: i32, v: usize, out: usize, minusB: f32): void {
  const stride = <usize>task.stride;
  const line = <usize>task.width << 2;
  for (let u = 0; u < count; u += 4) multiplyDense(task.gram, line, stride, v + <usize>u * line, out + <usize>u * line);
  startTiles(task, rows, count);
  for (let bound = tileRows(task); ; bound += tileRows(task)) {
    fetchTile(task, zeros, bound);
    for (let u = 0; u < count; u++) {
      const from = cellsAt(rows, u);
      const cells = cellsBelow(task, rows, u, bound);
      stream(
        task.indices + (<usize>from << 2), task.values + (<usize>from << 2), cells,
        task.other, zeros, stride, v + <usize>u * line, out + <usize>u * line, minusB,
      );
    }
    if (bound >= task.otherRows) return;
  }
}

/** The first residual and direction, from the product that has b subtracted. */
function begin(
  u: usize, residuals: usize, directions: usize, products: usize, lengths: usize, line: usize, stride: usize,
): void {
  const residual = residuals + u * line;
  negate(residual, products + u * line, stride);
  memory.copy(directions + u * line, residual, stride);
  store<f32>(lengths + (u << 2), dot(residual, residual, stride));
}

/** One step of conjugate gradient; the squared length of the residual becomes 0 once it is solved. */
function advance(
  u: usize, x: usize, residuals: usize, directions: usize, products: usize, lengths: usize, line: usize, stride: usize,
): void {
  const residual = residuals + u * line;
  const direction = directions + u * line;
  const product = products + u * line;
  const old = load<f32>(lengths + (u << 2));
  if (!(old > SOLVED)) return store<f32>(lengths + (u << 2), 0);
  const length = old / dot(direction, product, stride);
  addScaled(x, length, direction, stride);
  addScaled(residual, -length, product, stride);
  const now = dot(residual, residual, stride);
  scaleAndAdd(direction, now / old, residual, stride);
  store<f32>(lengths + (u << 2), now);
}

/** The last step, which leaves no residual behind; `product` is the dense part, `squares` what the cells add to v·A v. */
function finish(
  u: usize, x: usize, directions: usize, products: usize, lengths: usize, squares: f32, line: usize, stride: usize,
): void {
  const direction = directions + u * line;
  const old = load<f32>(lengths + (u << 2));
  if (old > SOLVED) addScaled(x, old / (dot(direction, products + u * line, stride) + squares), direction, stride);
}

function negate(out: usize, v: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.neg(v128.load(v + at)));
}

/** out = A v − minusB · b for the rows of the group. The first product fills the panel. */
function multiply(
  task: AlsTask, panel: usize, zeros: usize, first: bool, row: i32, count: i32, v: usize, out: usize, minusB: f32,
): void {
  const line = <usize>task.width << 2;
  const stride = <usize>task.stride;
  multiplyDense(task.gram, line, stride, v, out);
  for (let u = 0; u < count; u++) {
    const from = startOf(task, row + u);
    const cells = startOf(task, row + u + 1) - from;
    const values = task.values + (<usize>from << 2);
    if (first) gather(panel, task.indices + (<usize>from << 2), values, cells, task.other, zeros, stride, v, out, minusB);
    else reread(panel, values, cells, stride, v, out, minusB);
    panel += <usize>paddedCells(cells) * stride;
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
