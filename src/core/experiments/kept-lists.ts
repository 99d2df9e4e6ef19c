/** Lists of items, one per person judged, one after the other: person i has items[indptr[i] .. indptr[i + 1]]. */
export interface KeptLists {
  readonly indptr: Uint32Array;
  /** 16 bits wherever the catalog allows: lists are what a run mostly weighs. */
  readonly items: Uint16Array | Uint32Array;
}

export function keepLists(lists: readonly Uint32Array[], items: number): KeptLists {
  const indptr = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (indptr[i + 1] = indptr[i] + list.length));
  const all = items <= 2 ** 16 ? new Uint16Array(indptr[lists.length]) : new Uint32Array(indptr[lists.length]);
  lists.forEach((list, i) => all.set(list, indptr[i]));
  return { indptr, items: all };
}

export const listOf = ({ indptr, items }: KeptLists, person: number): Uint16Array | Uint32Array =>
  items.subarray(indptr[person], indptr[person + 1]);
