/**
 * The mean of `count` values summing to `sum`, as if `strength` further values had been `prior`: few values say little,
 * so their mean is drawn towards what is usual. With strength 0 it is the plain mean, and the prior where there is no value.
 */
export function dampedMean(sum: number, count: number, prior: number, strength: number): number {
  const weight = count + strength;
  return weight > 0 ? (sum + strength * prior) / weight : prior;
}
