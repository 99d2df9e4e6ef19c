/**
 * What one thread can do at most: multiply-adds on eleven registers, no memory. As many chains as hide the latency of a
 * multiply and an add and still leave registers for the rest. Only the benches load this. The result depends on all of it.
 */
import { madd } from './lanes';

/** Flops of one round: 11 registers × 4 lanes × (multiply, add). */
export const flopsPerRound: i32 = 88;

export function multiplyAdd(rounds: i32): f32 {
  const shrink = f32x4.splat(0.999);
  const shift = f32x4.splat(0.001);
  let a = f32x4.splat(0.1), b = f32x4.splat(0.2), c = f32x4.splat(0.3), d = f32x4.splat(0.4);
  let e = f32x4.splat(0.5), f = f32x4.splat(0.6), g = f32x4.splat(0.7), h = f32x4.splat(0.8);
  let i = f32x4.splat(0.9), j = f32x4.splat(1.1), k = f32x4.splat(1.2);
  for (; rounds > 0; rounds--) {
    a = madd(a, shrink, shift);
    b = madd(b, shrink, shift);
    c = madd(c, shrink, shift);
    d = madd(d, shrink, shift);
    e = madd(e, shrink, shift);
    f = madd(f, shrink, shift);
    g = madd(g, shrink, shift);
    h = madd(h, shrink, shift);
    i = madd(i, shrink, shift);
    j = madd(j, shrink, shift);
    k = madd(k, shrink, shift);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  const high = f32x4.add(f32x4.add(f32x4.add(g, h), f32x4.add(i, j)), k);
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
