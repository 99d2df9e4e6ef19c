/** The least and the greatest likeness between different items. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Cells looked at: every one of two thousand items, eighty rows of fifty thousand. */
const mostCells = 4e6;
/** Some milliseconds' worth. */
const cellsPerStep = 2e5;

/**
 * Over as many evenly spaced rows as `mostCells` hold, so that fifty thousand items cost no more than two thousand.
 * `similar` fills a row; NaN is no likeness and counts 0, as a cosine with nothing does. Yields the share done.
 */
export function* widestOf(
  items: number,
  similar: (item: number, out: Float64Array) => void,
): Generator<number, Range, void> {
  const rows = Math.min(items, Math.max(1, Math.floor(mostCells / items)));
  const row = new Float64Array(items);
  let min = Infinity;
  let max = -Infinity;
  let cells = 0;
  for (let at = 0; at < rows; at++) {
    const item = Math.floor((at * items) / rows);
    similar(item, row);
    for (let other = 0; other < items; other++) {
      if (other === item) continue;
      const alike = row[other] || 0;
      if (alike < min) min = alike;
      if (alike > max) max = alike;
    }
    cells += items;
    if (cells < cellsPerStep) continue;
    cells = 0;
    yield (at + 1) / rows;
  }
  return items > 1 ? { min, max } : { min: 0, max: 0 };
}
