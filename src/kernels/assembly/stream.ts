/**
 * Long rows, solved together: out += Σ_i s_i y_i as in panel.ts, but the y_i are read where they lie, a tile of them at a
 * time. A tile stays in the cache while every row of the group takes its cells from it, so that memory is read in order
 * and once for all rows of the group instead of once for each cell.
 */
import { fourDots, laneToAll, madd, sumLanes } from './lanes';
import { rowAt, squaresOf, weightOf } from './panel';

/**
 * The cells indices .. of one row within a tile. One loop adds up four cells while it takes the products of the next four.
 * `zeros` is a row of zeros, for the missing cells of the last four; their values are read and must be finite.
 */
export function stream(
  indices: usize, values: usize, cells: i32, factors: usize, zeros: usize, stride: usize, v: usize, out: usize, minusB: f32,
): void {
  const none = f32x4.splat(0);
  let e = zeros, f = zeros, g = zeros, h = zeros;
  let w = none;
  for (let done = 0; done < cells; done += 4) {
    const at = indices + (<usize>done << 2);
    const left = cells - done;
    let a = rowAt(factors, at, 0, left, zeros, stride);
    let b = rowAt(factors, at, 1, left, zeros, stride);
    let c = rowAt(factors, at, 2, left, zeros, stride);
    let d = rowAt(factors, at, 3, left, zeros, stride);
    const s0 = laneToAll(w, 0), s1 = laneToAll(w, 1), s2 = laneToAll(w, 2), s3 = laneToAll(w, 3);
    let d0 = none, d1 = none, d2 = none, d3 = none;
    for (let p: usize = 0; p < stride; p += 16) {
      const lanes = v128.load(v + p);
      d0 = madd(v128.load(a + p), lanes, d0);
      let sum = madd(v128.load(e + p), s0, v128.load(out + p));
      d1 = madd(v128.load(b + p), lanes, d1);
      sum = madd(v128.load(f + p), s1, sum);
      d2 = madd(v128.load(c + p), lanes, d2);
      sum = madd(v128.load(g + p), s2, sum);
      d3 = madd(v128.load(d + p), lanes, d3);
      v128.store(out + p, madd(v128.load(h + p), s3, sum));
    }
    e = a;
    f = b;
    g = c;
    h = d;
    w = weightOf(sumLanes(d0, d1, d2, d3), values + (<usize>done << 2), minusB);
  }
  const s0 = laneToAll(w, 0), s1 = laneToAll(w, 1), s2 = laneToAll(w, 2), s3 = laneToAll(w, 3);
  for (let p: usize = 0; p < stride; p += 16) {
    let sum = madd(v128.load(e + p), s0, v128.load(out + p));
    sum = madd(v128.load(f + p), s1, sum);
    sum = madd(v128.load(g + p), s2, sum);
    v128.store(out + p, madd(v128.load(h + p), s3, sum));
  }
}

/** Σ (c_i − 1)(y_i · v)² over the same cells. */
export function streamSquares(
  indices: usize, values: usize, cells: i32, factors: usize, zeros: usize, stride: usize, v: usize,
): v128 {
  let sum = f32x4.splat(0);
  for (let done = 0; done < cells; done += 4) {
    const at = indices + (<usize>done << 2);
    const left = cells - done;
    const a = rowAt(factors, at, 0, left, zeros, stride);
    const b = rowAt(factors, at, 1, left, zeros, stride);
    const c = rowAt(factors, at, 2, left, zeros, stride);
    const d = rowAt(factors, at, 3, left, zeros, stride);
    const dots = fourDots(v, a, b, c, d, stride);
    sum = f32x4.add(sum, squaresOf(dots, values + (<usize>done << 2)));
  }
  return sum;
}
