/** Cuts rows 0 .. rows into runs of about `limit` units of work, so that each takes much the same time. */
export function slicesOf(
  rows: number,
  workOf: (row: number) => number,
  limit: number,
): (readonly [from: number, to: number])[] {
  const slices: (readonly [number, number])[] = [];
  let from = 0;
  let work = 0;
  for (let row = 0; row < rows; row++) {
    work += workOf(row);
    if (work < limit && row + 1 < rows) continue;
    slices.push([from, row + 1]);
    from = row + 1;
    work = 0;
  }
  return slices;
}
