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
 * rows whose y_i fit into a cache, stream.ts for longer ones (long-rows.ts). Of the last product only v·A v is needed, half the work.
 */
import { AlsTask, LONG, startOf } from './als-task';
import { advance, begin, finish } from './conjugate-gradient';
import { multiplyDense } from './dense-product';
import { solveLong } from './long-rows';
import { gather, paddedCells, panelSquares, reread } from './panel';

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
