/** Counts in bins that double, 1, 2–3, 4–7 …: what people do spans orders of magnitude. */
export function doublingBins(values: ArrayLike<number>): { readonly label: string; readonly count: number }[] {
  const counts: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 1) continue;
    const bin = Math.floor(Math.log2(values[i]));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const first = counts.findIndex((count) => count > 0);
  return Array.from(counts, (count) => count ?? 0).flatMap((count, bin) => {
    if (bin < first) return [];
    const low = 2 ** bin;
    return [{ label: low === 1 ? '1' : `${low}–${2 * low - 1}`, count }];
  });
}

/** How many of the greatest values, given in descending order, make half of the sum. */
export function halfPoint(descending: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < descending.length; i++) total += descending[i];
  let sum = 0;
  for (let i = 0; i < descending.length; i++) {
    sum += descending[i];
    if (sum * 2 >= total) return i + 1;
  }
  return descending.length;
}
