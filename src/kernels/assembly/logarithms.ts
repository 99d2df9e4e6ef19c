/**
 * eˣ and ln x to about ten digits. The language's own read tables from static memory, and these kernels have none: all
 * memory belongs to the bindings.
 */

/** x = k ln 2 + r with |r| ≤ ½ ln 2, then 2ᵏ times the series of eʳ. Clipped beyond e^±700. */
export function exponential(x: f64): f64 {
  const bounded = min(max(x, -700), 700);
  const k = nearest(bounded * 1.4426950408889634);
  const r = bounded - k * 0.6931471805599453;
  let sum: f64 = 1;
  for (let n = 10; n > 0; n--) sum = 1 + (sum * r) / <f64>n;
  return sum * reinterpret<f64>((<i64>k + 1023) << 52);
}

/** x = 2ᵏ m with m in [½√2, √2), then ln m = 2 artanh s = 2 (s + s³/3 + …) with s = (m − 1) / (m + 1). For normal x > 0. */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >>> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum: f64 = 0;
  for (let n = 15; n > 0; n -= 2) sum = 1 / <f64>n + square * sum;
  return 2 * s * sum + <f64>k * 0.6931471805599453;
}

export function sigmoid(x: f64): f64 {
  return 1 / (1 + exponential(-x));
}

/** ln(1 + eˣ), without overflow. */
export function softplus(x: f64): f64 {
  return max(x, 0) + logarithm(1 + exponential(-abs(x)));
}
