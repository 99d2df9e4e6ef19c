/** What a solver of rows is given; stated in als.ts. */
@unmanaged
export class AlsTask {
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
export const LONG: i32 = 64;

@inline
export function startOf(task: AlsTask, row: i32): i32 {
  return load<i32>(task.indptr + (<usize>row << 2));
}
