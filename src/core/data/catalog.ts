/** What is known of the items besides who liked them. Every column has one entry per item. */
export interface Catalog {
  readonly titles: readonly string[];
  /** 0 where unknown. */
  readonly years: Uint16Array | null;
  /** Genres, departments ... the first of an item is its main one. */
  readonly categories: Labels | null;
  /** One line of plain facts shown under a title: director and country, brand ... "" where unknown. */
  readonly details: readonly string[] | null;
  /** Running text for content models: keywords, tags, a description. "" where unknown. */
  readonly text: readonly string[] | null;
}

/** A few labels per item, in the item's own order: item i has indices[indptr[i] .. indptr[i + 1]] into names. */
export interface Labels {
  readonly names: readonly string[];
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
}

export function labelsOf(labels: Labels | null, item: number): string[] {
  if (!labels) return [];
  const own: string[] = [];
  for (let i = labels.indptr[item]; i < labels.indptr[item + 1]; i++) own.push(labels.names[labels.indices[i]]);
  return own;
}

export function buildLabels(perItem: readonly (readonly string[])[]): Labels {
  const position = new Map<string, number>();
  const indptr = new Uint32Array(perItem.length + 1);
  const indices: number[] = [];
  perItem.forEach((own, item) => {
    for (const name of own) {
      if (!position.has(name)) position.set(name, position.size);
      indices.push(position.get(name)!);
    }
    indptr[item + 1] = indices.length;
  });
  return { names: [...position.keys()], indptr, indices: Uint32Array.from(indices) };
}

/** The items that carry a label. */
export function itemsWith({ indptr, indices }: Labels, label: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let item = 0; item + 1 < indptr.length; item++) {
    for (let i = indptr[item]; i < indptr[item + 1]; i++) if (indices[i] === label) found.add(item);
  }
  return found;
}

/** One item in words, such as one that is in no catalog yet. */
export interface ItemDescription {
  readonly title: string;
  readonly categories: readonly string[];
  readonly details: string;
  readonly text: string;
}

export const descriptionOf = (catalog: Catalog, item: number): ItemDescription => ({
  title: catalog.titles[item],
  categories: labelsOf(catalog.categories, item),
  details: catalog.details?.[item] ?? '',
  text: catalog.text?.[item] ?? '',
});

/** Everything a content model reads of one item: title, categories, details and text. */
export const textOf = ({ title, categories, details, text }: ItemDescription): string =>
  [title, categories.join(' '), details, text].filter(Boolean).join(' ');

export const describeItem = (catalog: Catalog, item: number): string => textOf(descriptionOf(catalog, item));
