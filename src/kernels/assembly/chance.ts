/** Marsaglia's xorshift128, as in core/math/xorshift.ts: four words of state in memory. Uniform in [0, n). */
export function below(state: usize, n: u32): u32 {
  const x = load<u32>(state);
  let w = load<u32>(state, 12);
  const t = x ^ (x << 11);
  store<u32>(state, load<u32>(state, 4));
  store<u32>(state, load<u32>(state, 8), 4);
  store<u32>(state, w, 8);
  w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
  store<u32>(state, w, 12);
  return <u32>((<u64>w * <u64>n) >>> 32);
}
