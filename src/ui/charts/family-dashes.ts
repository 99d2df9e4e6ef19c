const dashes = ['', '6 3', '2 3', '9 3 2 3'] as const;

/** Colors tell families apart; what is of one family is told apart by its dashes, in the order in which it comes. */
export function familyDashes(families: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return families.map((family) => {
    const before = seen.get(family) ?? 0;
    seen.set(family, before + 1);
    return dashes[before % dashes.length];
  });
}
