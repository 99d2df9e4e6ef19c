/** What happened to a list's entry since the list before: places climbed (negative: fallen), or new. */
export type Change = number | 'new';

/** One change per entry of `now`. Against an empty `before`, nothing is new: there was nothing to compare with. */
export function changesBetween(before: readonly number[], now: readonly number[]): Change[] {
  if (before.length === 0) return now.map(() => 0);
  const place = new Map(before.map((item, index) => [item, index]));
  return now.map((item, index) => {
    const was = place.get(item);
    return was === undefined ? 'new' : was - index;
  });
}
