/** Rows as weighted sums of their features, and gradients handed back to the features. */
import { StepRule, stepAgainst } from './gradient-step';
import { addScaled } from './lanes';

/** Rows of features in compressed form, and the table of the features' parameters. */
@unmanaged
export class Features {
  indptr: usize;
  indices: usize;
  weights: usize;
  table: usize;
  tableBytes: usize;
}

@inline
function start(rows: Features, row: u32): usize {
  return <usize>load<u32>(rows.indptr + (<usize>row << 2));
}

@inline
function featureAt(rows: Features, cell: usize): usize {
  return <usize>load<u32>(rows.indices + (cell << 2));
}

@inline
function weightAt(rows: Features, cell: usize): f32 {
  return load<f32>(rows.weights + (cell << 2));
}

/** Where the vector of a row lies: in the table if the row is one feature, else in `scratch`, summed. */
export function vectorOf(rows: Features, row: u32, stride: usize, scratch: usize): usize {
  const from = start(rows, row);
  const to = start(rows, row + 1);
  if (to - from == 1 && weightAt(rows, from) == 1) return rows.table + featureAt(rows, from) * stride;
  memory.fill(scratch, 0, stride);
  for (let cell = from; cell < to; cell++) {
    addScaled(scratch, weightAt(rows, cell), rows.table + featureAt(rows, cell) * stride, stride);
  }
  return scratch;
}

/** The gradient  slope · direction  of a row's vector, handed to its features. */
export function stepRow(rows: Features, by: StepRule, row: u32, slope: f32, direction: usize): void {
  const to = start(rows, row + 1);
  for (let cell = start(rows, row); cell < to; cell++) {
    stepAgainst(by, rows.table, rows.tableBytes, featureAt(rows, cell), slope * weightAt(rows, cell), direction);
  }
}

/** The gradients  slope · direction  of one row and  −slope · direction  of another; a shared feature moves once. */
export function stepPair(rows: Features, by: StepRule, row: u32, other: u32, slope: f32, direction: usize): void {
  let a = start(rows, row);
  let b = start(rows, other);
  const aEnd = start(rows, row + 1);
  const bEnd = start(rows, other + 1);
  while (a < aEnd || b < bEnd) {
    const left = a < aEnd ? featureAt(rows, a) : usize.MAX_VALUE;
    const right = b < bEnd ? featureAt(rows, b) : usize.MAX_VALUE;
    let weight: f32 = 0;
    if (left <= right) weight += weightAt(rows, a++);
    if (right <= left) weight -= weightAt(rows, b++);
    stepAgainst(by, rows.table, rows.tableBytes, min(left, right), slope * weight, direction);
  }
}
