/**
 * out += Σ_i s_i y_i  with  s_i = (c_i − 1)(y_i · v) − minusB · c_i  over the cells of a row, in blocks of four cells.
 *
 * Each y_i is needed twice, for the product with v and then for the sum, and again in every product of the row. `gather`
 * reads the y_i where they lie scattered and copies them into a panel, four side by side: [4 floats of y_0, 4 of y_1,
 * of y_2, of y_3, the next 4 of y_0 …]; `reread` runs through that panel in order.
 *
 * Missing cells of the last block are rows of zeros; their values are read, up to three beyond the row, and must be finite.
 */
import { laneToAll, madd, sumLanes, sumOfLanes } from './lanes';

/** Rows a panel needs for that many cells. */
@inline
export function paddedCells(cells: i32): i32 {
  return (cells + 3) & ~3;
}

/** (c − 1) d² of four cells. */
@inline
export function squaresOf(dots: v128, values: usize): v128 {
  return f32x4.mul(f32x4.sub(v128.load(values), f32x4.splat(1)), f32x4.mul(dots, dots));
}

@inline
export function weightOf(dots: v128, values: usize, minusB: f32): v128 {
  const c = v128.load(values);
  return f32x4.sub(f32x4.mul(f32x4.sub(c, f32x4.splat(1)), dots), f32x4.mul(c, f32x4.splat(minusB)));
}

/** Where the row of a cell lies, or the row of zeros behind the last cell. */
@inline
export function rowAt(factors: usize, indices: usize, lane: i32, cells: i32, zeros: usize, stride: usize): usize {
  return lane < cells ? factors + <usize>load<u32>(indices + (<usize>lane << 2)) * stride : zeros;
}

/** Leaves the rows in the panel. `zeros` is a row of zeros. */
export function gather(
  panel: usize, indices: usize, values: usize, cells: i32, factors: usize, zeros: usize, stride: usize,
  v: usize, out: usize, minusB: f32,
): void {
  const none = f32x4.splat(0);
  for (let done = 0; done < cells; done += 4) {
    const at = indices + (<usize>done << 2);
    const left = cells - done;
    let a = rowAt(factors, at, 0, left, zeros, stride);
    let b = rowAt(factors, at, 1, left, zeros, stride);
    let c = rowAt(factors, at, 2, left, zeros, stride);
    let d = rowAt(factors, at, 3, left, zeros, stride);
    let d0 = none, d1 = none, d2 = none, d3 = none;
    const block = panel + <usize>done * stride;
    let y = block;
    for (let p = v, end = v + stride; p < end; p += 16) {
      const lanes = v128.load(p);
      const y0 = v128.load(a);
      v128.store(y, y0);
      d0 = madd(y0, lanes, d0);
      const y1 = v128.load(b);
      v128.store(y, y1, 16);
      d1 = madd(y1, lanes, d1);
      const y2 = v128.load(c);
      v128.store(y, y2, 32);
      d2 = madd(y2, lanes, d2);
      const y3 = v128.load(d);
      v128.store(y, y3, 48);
      d3 = madd(y3, lanes, d3);
      a += 16;
      b += 16;
      c += 16;
      d += 16;
      y += 64;
    }
    const w = weightOf(sumLanes(d0, d1, d2, d3), values + (<usize>done << 2), minusB);
    addBlock(block, w, out, stride);
  }
}

/**
 * The same over a panel that `gather` filled. One loop adds up a block while it takes the products of the next, so that
 * waiting for memory and arithmetic overlap.
 */
export function reread(panel: usize, values: usize, cells: i32, stride: usize, v: usize, out: usize, minusB: f32): void {
  const none = f32x4.splat(0);
  let d0 = none, d1 = none, d2 = none, d3 = none;
  let w = none;
  let y = panel;
  for (let done = 0; done < cells; done += 4) {
    let p = v;
    d0 = none;
    d1 = none;
    d2 = none;
    d3 = none;
    if (done == 0) {
      let z = panel;
      for (const end = p + stride; p < end; p += 16) {
        const lanes = v128.load(p);
        d0 = madd(v128.load(z), lanes, d0);
        d1 = madd(v128.load(z, 16), lanes, d1);
        d2 = madd(v128.load(z, 32), lanes, d2);
        d3 = madd(v128.load(z, 48), lanes, d3);
        z += 64;
      }
    } else {
      const s0 = laneToAll(w, 0), s1 = laneToAll(w, 1), s2 = laneToAll(w, 2), s3 = laneToAll(w, 3);
      let o = out;
      let z = y + (stride << 2);
      for (const end = p + stride; p < end; p += 16) {
        const lanes = v128.load(p);
        d0 = madd(v128.load(z), lanes, d0);
        let sum = madd(v128.load(y), s0, v128.load(o));
        d1 = madd(v128.load(z, 16), lanes, d1);
        sum = madd(v128.load(y, 16), s1, sum);
        d2 = madd(v128.load(z, 32), lanes, d2);
        sum = madd(v128.load(y, 32), s2, sum);
        d3 = madd(v128.load(z, 48), lanes, d3);
        v128.store(o, madd(v128.load(y, 48), s3, sum));
        y += 64;
        z += 64;
        o += 16;
      }
    }
    w = weightOf(sumLanes(d0, d1, d2, d3), values + (<usize>done << 2), minusB);
  }
  if (cells > 0) addBlock(y, w, out, stride);
}

/** Σ (c_i − 1)(y_i · v)² over a panel that `gather` filled. */
export function panelSquares(panel: usize, values: usize, cells: i32, stride: usize, v: usize): f32 {
  const none = f32x4.splat(0);
  let sum = none;
  let y = panel;
  for (let done = 0; done < cells; done += 4) {
    let d0 = none, d1 = none, d2 = none, d3 = none;
    for (let p = v, end = v + stride; p < end; p += 16) {
      const lanes = v128.load(p);
      d0 = madd(v128.load(y), lanes, d0);
      d1 = madd(v128.load(y, 16), lanes, d1);
      d2 = madd(v128.load(y, 32), lanes, d2);
      d3 = madd(v128.load(y, 48), lanes, d3);
      y += 64;
    }
    sum = f32x4.add(sum, squaresOf(sumLanes(d0, d1, d2, d3), values + (<usize>done << 2)));
  }
  return sumOfLanes(sum);
}

/** out += w_0 y_0 + w_1 y_1 + w_2 y_2 + w_3 y_3 */
@inline
function addBlock(y: usize, w: v128, out: usize, stride: usize): void {
  const s0 = laneToAll(w, 0), s1 = laneToAll(w, 1), s2 = laneToAll(w, 2), s3 = laneToAll(w, 3);
  for (const end = out + stride; out < end; out += 16) {
    let sum = madd(v128.load(y), s0, v128.load(out));
    sum = madd(v128.load(y, 16), s1, sum);
    sum = madd(v128.load(y, 32), s2, sum);
    v128.store(out, madd(v128.load(y, 48), s3, sum));
    y += 64;
  }
}
