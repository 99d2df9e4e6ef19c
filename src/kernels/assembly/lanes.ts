/** a · b + c in each lane; the relaxed build may round once instead of twice. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The four sums over lanes, one per argument, by two rounds of interleave and add. */
@inline
export function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ac = f32x4.add(v128.shuffle<f32>(a, c, 0, 4, 1, 5), v128.shuffle<f32>(a, c, 2, 6, 3, 7));
  const bd = f32x4.add(v128.shuffle<f32>(b, d, 0, 4, 1, 5), v128.shuffle<f32>(b, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ac, bd, 0, 4, 1, 5), v128.shuffle<f32>(ac, bd, 2, 6, 3, 7));
}

@inline
export function sumOfLanes(a: v128): f32 {
  return f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
}

/** Σ a·b over `bytes` of 32-bit floats, a multiple of 16. */
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    even = madd(v128.load(a + at), v128.load(b + at), even);
    odd = madd(v128.load(a + at, 16), v128.load(b + at, 16), odd);
  }
  if (at < bytes) even = madd(v128.load(a + at), v128.load(b + at), even);
  return sumOfLanes(f32x4.add(even, odd));
}

/** x·a, x·b, x·c and x·d. */
@inline
export function fourDots(x: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize): v128 {
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0), d2 = f32x4.splat(0), d3 = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const lanes = v128.load(x + at);
    d0 = madd(v128.load(a + at), lanes, d0);
    d1 = madd(v128.load(b + at), lanes, d1);
    d2 = madd(v128.load(c + at), lanes, d2);
    d3 = madd(v128.load(d + at), lanes, d3);
  }
  return sumLanes(d0, d1, d2, d3);
}

/** out += scale · v */
export function addScaled(out: usize, scale: f32, v: usize, bytes: usize): void {
  const lanes = f32x4.splat(scale);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(out + at, madd(lanes, v128.load(v + at), v128.load(out + at)));
  }
}

/** out = scale · out + v */
export function scaleAndAdd(out: usize, scale: f32, v: usize, bytes: usize): void {
  const lanes = f32x4.splat(scale);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(out + at, madd(lanes, v128.load(out + at), v128.load(v + at)));
  }
}

/** One lane, a constant, in all four. */
@inline
export function laneToAll(a: v128, lane: i32): v128 {
  if (lane == 0) return v128.shuffle<f32>(a, a, 0, 0, 0, 0);
  if (lane == 1) return v128.shuffle<f32>(a, a, 1, 1, 1, 1);
  if (lane == 2) return v128.shuffle<f32>(a, a, 2, 2, 2, 2);
  return v128.shuffle<f32>(a, a, 3, 3, 3, 3);
}
