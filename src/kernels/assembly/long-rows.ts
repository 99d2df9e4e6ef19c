/**
 * Rows too long for a panel, solved together as als.ts states: their cells are taken from one tile of the other side after
 * the other.
 */
import { AlsTask, LONG, startOf } from './als-task';
import { advance, begin, finish } from './conjugate-gradient';
import { multiplyDense } from './dense-product';
import { sumOfLanes } from './lanes';
import { stream, streamSquares } from './stream';

/** Bytes of the other side that stay at hand for all of them. */
const TILE: i32 = 0x40000;

/** `count` rows, whose numbers lie in scratch. */
export function solveLong(task: AlsTask, zeros: usize, count: i32): void {
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
