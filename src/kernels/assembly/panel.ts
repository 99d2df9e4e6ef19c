/**
 * A panel holds scattered rows of factors side by side, so that reading them again runs through memory in order:
 * blocks of eight rows, [4 floats of row 0, 4 of row 1 … 4 of row 7, the next 4 of row 0 …], and one block of four
 * rows where at most four are left. Missing rows are zeros and count for nothing.
 */
import { madd, sumLanes } from './lanes';

/** Rows a panel needs for that many cells. */
@inline
export function paddedCells(cells: i32): i32 {
  return (cells + 3) & ~3;
}

export function fillBlocks(panel: usize, indices: usize, cells: i32, factors: usize, stride: usize): void {
  for (; cells > 4; cells -= 8) {
    for (let lane = 0; lane < 8; lane++) {
      copyRow(panel + ((<usize>lane) << 4), 128, lane < cells ? factors + <usize>load<u32>(indices) * stride : 0, stride);
      indices += 4;
    }
    panel += stride << 3;
  }
  if (cells <= 0) return;
  for (let lane = 0; lane < 4; lane++) {
    copyRow(panel + ((<usize>lane) << 4), 64, lane < cells ? factors + <usize>load<u32>(indices) * stride : 0, stride);
    indices += 4;
  }
}

/** One row, four floats every `step` bytes; zeros where there is no row. */
@inline
function copyRow(out: usize, step: usize, row: usize, stride: usize): void {
  if (row) {
    for (const end = row + stride; row < end; row += 16) {
      v128.store(out, v128.load(row));
      out += step;
    }
  } else {
    for (let at: usize = 0; at < stride; at += 16) {
      v128.store(out, f32x4.splat(0));
      out += step;
    }
  }
}

/**
 * out += Σ_i s_i y_i  with  s_i = (c_i − 1)(y_i · v) − minusB · c_i.
 * Reads values in fours, so up to three beyond the row; they meet rows of zeros and must only be finite.
 */
export function applyBlocks(
  panel: usize, values: usize, cells: i32, stride: usize, v: usize, out: usize, minusB: f32,
): void {
  for (; cells > 4; cells -= 8) {
    applyEight(panel, values, stride, v, out, minusB);
    panel += stride << 3;
    values += 32;
  }
  if (cells > 0) applyFour(panel, values, stride, v, out, minusB);
}

@inline
function weightOf(dots: v128, c: v128, minusB: f32): v128 {
  const excess = f32x4.sub(c, f32x4.splat(1));
  return f32x4.sub(f32x4.mul(excess, dots), f32x4.mul(c, f32x4.splat(minusB)));
}

function applyEight(panel: usize, values: usize, stride: usize, v: usize, out: usize, minusB: f32): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  let y = panel;
  for (const end = v + stride; v < end; v += 16) {
    const lanes = v128.load(v);
    s0 = madd(v128.load(y), lanes, s0);
    s1 = madd(v128.load(y, 16), lanes, s1);
    s2 = madd(v128.load(y, 32), lanes, s2);
    s3 = madd(v128.load(y, 48), lanes, s3);
    s4 = madd(v128.load(y, 64), lanes, s4);
    s5 = madd(v128.load(y, 80), lanes, s5);
    s6 = madd(v128.load(y, 96), lanes, s6);
    s7 = madd(v128.load(y, 112), lanes, s7);
    y += 128;
  }
  const low = weightOf(sumLanes(s0, s1, s2, s3), v128.load(values), minusB);
  const high = weightOf(sumLanes(s4, s5, s6, s7), v128.load(values, 16), minusB);
  s0 = v128.shuffle<f32>(low, low, 0, 0, 0, 0);
  s1 = v128.shuffle<f32>(low, low, 1, 1, 1, 1);
  s2 = v128.shuffle<f32>(low, low, 2, 2, 2, 2);
  s3 = v128.shuffle<f32>(low, low, 3, 3, 3, 3);
  s4 = v128.shuffle<f32>(high, high, 0, 0, 0, 0);
  s5 = v128.shuffle<f32>(high, high, 1, 1, 1, 1);
  s6 = v128.shuffle<f32>(high, high, 2, 2, 2, 2);
  s7 = v128.shuffle<f32>(high, high, 3, 3, 3, 3);
  y = panel;
  for (const end = out + stride; out < end; out += 16) {
    // Two chains of four, each half as long as one of eight.
    let even = madd(v128.load(y), s0, v128.load(out));
    let odd = f32x4.mul(v128.load(y, 16), s1);
    even = madd(v128.load(y, 32), s2, even);
    odd = madd(v128.load(y, 48), s3, odd);
    even = madd(v128.load(y, 64), s4, even);
    odd = madd(v128.load(y, 80), s5, odd);
    even = madd(v128.load(y, 96), s6, even);
    odd = madd(v128.load(y, 112), s7, odd);
    v128.store(out, f32x4.add(even, odd));
    y += 128;
  }
}

function applyFour(panel: usize, values: usize, stride: usize, v: usize, out: usize, minusB: f32): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let y = panel;
  for (const end = v + stride; v < end; v += 16) {
    const lanes = v128.load(v);
    s0 = madd(v128.load(y), lanes, s0);
    s1 = madd(v128.load(y, 16), lanes, s1);
    s2 = madd(v128.load(y, 32), lanes, s2);
    s3 = madd(v128.load(y, 48), lanes, s3);
    y += 64;
  }
  const weights = weightOf(sumLanes(s0, s1, s2, s3), v128.load(values), minusB);
  s0 = v128.shuffle<f32>(weights, weights, 0, 0, 0, 0);
  s1 = v128.shuffle<f32>(weights, weights, 1, 1, 1, 1);
  s2 = v128.shuffle<f32>(weights, weights, 2, 2, 2, 2);
  s3 = v128.shuffle<f32>(weights, weights, 3, 3, 3, 3);
  y = panel;
  for (const end = out + stride; out < end; out += 16) {
    let sum = madd(v128.load(y), s0, v128.load(out));
    sum = madd(v128.load(y, 16), s1, sum);
    sum = madd(v128.load(y, 32), s2, sum);
    v128.store(out, madd(v128.load(y, 48), s3, sum));
    y += 64;
  }
}
