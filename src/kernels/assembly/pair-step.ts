/**
 * A comparison of two items by one user, where all three are rows of a table by themselves: scores and gradient steps
 * in one pass over the lanes. The general case, rows summed of features, is in features.ts; the rules of the steps are in
 * core/math/gradient-steps.ts, the lanes of a row in ranking.ts.
 */
import { StepRule } from './gradient-step';
import { madd, sumOfLanes } from './lanes';

/** x · (z − y) over all lanes. */
export function lead(x: usize, y: usize, z: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    even = madd(v128.load(x + at), f32x4.sub(v128.load(z + at), v128.load(y + at)), even);
    odd = madd(v128.load(x + at, 16), f32x4.sub(v128.load(z + at, 16), v128.load(y + at, 16)), odd);
  }
  if (at < bytes) even = madd(v128.load(x + at), f32x4.sub(v128.load(z + at), v128.load(y + at)), even);
  return sumOfLanes(f32x4.add(even, odd));
}

/**
 * The score of y rises by −slope and that of z falls by as much. `userBytes` and `itemBytes` are the sizes of the tables,
 * behind which Adagrad keeps its squares.
 */
export function stepThree(
  by: StepRule, slope: f32, x: usize, y: usize, z: usize, userBytes: usize, itemBytes: usize, factors: i32, biases: i32,
): void {
  const adagrad = by.rule == 1;
  const up = f32x4.splat(slope);
  const down = f32x4.splat(-slope);
  const lambda = f32x4.splat(by.regularization);
  const rate = f32x4.splat(by.learningRate);
  const stride = <usize>by.stride;
  const whole = (<usize>factors >> 2) << 4;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const a = v128.load(x + at);
    const b = v128.load(y + at);
    const c = v128.load(z + at);
    const towards = f32x4.sub(b, c);
    move(adagrad, y + at, itemBytes, b, madd(up, a, f32x4.mul(lambda, b)), rate);
    move(adagrad, z + at, itemBytes, c, madd(down, a, f32x4.mul(lambda, c)), rate);
    move(adagrad, x + at, userBytes, a, madd(up, towards, f32x4.mul(lambda, a)), rate);
  }
  // The last lanes: the user's own bias cancels out of a difference, and the items' biases are no factors.
  const one = f32x4.splat(biases ? 1 : 0);
  let lanes = i32x4.add(i32x4.splat(<i32>(whole >> 2)), i32x4(0, 1, 2, 3));
  for (; at < stride; at += 16) {
    const isFactor = i32x4.lt_s(lanes, i32x4.splat(factors));
    const isBias = i32x4.eq(lanes, i32x4.splat(factors + 1));
    const a = v128.load(x + at);
    const b = v128.load(y + at);
    const c = v128.load(z + at);
    const towards = v128.and(f32x4.sub(b, c), isFactor);
    const own = v128.or(v128.and(a, isFactor), v128.and(one, isBias));
    move(adagrad, y + at, itemBytes, b, madd(up, own, f32x4.mul(lambda, b)), rate);
    move(adagrad, z + at, itemBytes, c, madd(down, own, f32x4.mul(lambda, c)), rate);
    move(adagrad, x + at, userBytes, a, madd(up, towards, f32x4.mul(lambda, a)), rate);
    lanes = i32x4.add(lanes, i32x4.splat(4));
  }
}

/** θ −= η g, or η g / √G with G += g² after it. */
@inline
function move(adagrad: bool, at: usize, bytes: usize, theta: v128, g: v128, rate: v128): void {
  let length = f32x4.mul(rate, g);
  if (adagrad) {
    const squares = v128.load(at + bytes);
    length = f32x4.div(length, f32x4.sqrt(squares));
    v128.store(at + bytes, madd(g, g, squares));
  }
  v128.store(at, f32x4.sub(theta, length));
}
