/** How lists of items differ within themselves and from one another. */

export type Lists = Uint32Array[];
export interface Mean {
  sum: number;
  count: number;
}
export const meanOf = ({ sum, count }: Mean): number => (count ? sum / count : NaN);

/** Comparing everybody with everybody is quadratic: beyond this many lists, evenly spread ones stand for all. */
const mostCompared = 3000;

/** Mean over lists of two or more of 1 − the mean likeness of their pairs; NaN without any. */
export function diversityOf(lists: readonly Uint32Array[], likeness: (a: number, b: number) => number): number {
  const mean = { sum: 0, count: 0 };
  for (const list of lists) {
    if (list.length < 2) continue;
    let sum = 0;
    for (let i = 0; i < list.length; i++) for (let j = i + 1; j < list.length; j++) sum += likeness(list[i], list[j]);
    mean.sum += 1 - sum / ((list.length * (list.length - 1)) / 2);
    mean.count++;
  }
  return meanOf(mean);
}

/** Mean Jaccard distance over pairs of lists of which at least one is not empty; NaN without any. */
export function personalizationOf(lists: readonly Uint32Array[]): number {
  const step = Math.max(1, lists.length / mostCompared);
  const sets = Array.from({ length: Math.floor(lists.length / step) }, (_, i) =>
    lists[Math.floor(i * step)].toSorted(),
  );
  const mean = { sum: 0, count: 0 };
  for (let a = 0; a < sets.length; a++) {
    for (let b = a + 1; b < sets.length; b++) {
      const shared = inBoth(sets[a], sets[b]);
      const union = sets[a].length + sets[b].length - shared;
      if (union === 0) continue;
      mean.sum += 1 - shared / union;
      mean.count++;
    }
  }
  return meanOf(mean);
}

function inBoth(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return shared;
}

export const distinct = (lists: readonly Uint32Array[]): number => new Set(lists.flatMap((list) => [...list])).size;
