/**
 * eˣ and ln x to about ten digits. The language's own read tables from static memory, and these kernels have none: all
 * memory belongs to the bindings. Both are on the way from one step to the next, so their series are summed in two
 * halves at once, and nothing is divided that need not be.
 */

/** x = k ln 2 + r with |r| ≤ ½ ln 2, then 2ᵏ times the series of eʳ, Σ rⁿ / n!. Clipped beyond e^±700. */
export function exponential(x: f64): f64 {
  const bounded = min(max(x, -700), 700);
  const k = nearest(bounded * 1.4426950408889634);
  const r = bounded - k * 0.6931471805599453;
  const s = r * r;
  const even = 1 + s * (1 / 2.0 + s * (1 / 24.0 + s * (1 / 720.0 + s * (1 / 40320.0 + s * (1 / 3628800.0)))));
  const odd = 1 + s * (1 / 6.0 + s * (1 / 120.0 + s * (1 / 5040.0 + s * (1 / 362880.0))));
  return (even + r * odd) * reinterpret<f64>((<i64>k + 1023) << 52);
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
  const t = s * s;
  const u = t * t;
  const even = 1 + u * (1 / 5.0 + u * (1 / 9.0 + u * (1 / 13.0)));
  const odd = 1 / 3.0 + u * (1 / 7.0 + u * (1 / 11.0 + u * (1 / 15.0)));
  return 2 * s * (even + t * odd) + <f64>k * 0.6931471805599453;
}

/** 1 / (1 + e⁻ˣ), from e to the power of −|x|. */
@inline
export function sigmoidFrom(x: f64, e: f64): f64 {
  return (x < 0 ? e : 1) / (1 + e);
}

/** ln(1 + eˣ), from e to the power of −|x|. */
@inline
export function softplusFrom(x: f64, e: f64): f64 {
  return max(x, 0) + logarithm(1 + e);
}
