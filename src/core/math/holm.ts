/**
 * S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2), 1979.
 * With p₍₁₎ ≤ … ≤ p₍ₘ₎ the corrected p₍ᵢ₎ is max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎): the chance that any of m true
 * equalities is called a difference stays below the level at which corrected values are read.
 * In the order given; NaN is no test, counts for nothing and stays.
 */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].filter((at) => !Number.isNaN(ps[at])).sort((a, b) => ps[a] - ps[b]);
  const corrected = ps.map(() => NaN);
  let largest = 0;
  order.forEach((at, before) => {
    largest = Math.max(largest, Math.min(1, (order.length - before) * ps[at]));
    corrected[at] = largest;
  });
  return corrected;
}
