/** The outside world's ids by dense index. Ids are text, whatever the file had. */
export interface Vocabulary {
  readonly ids: readonly string[];
}

const positions = new WeakMap<Vocabulary, Map<string, number>>();

/** The dense index of an id, or -1. The map is built once per vocabulary, on first use. */
export function indexOfId(vocabulary: Vocabulary, id: string): number {
  let map = positions.get(vocabulary);
  if (!map) {
    map = new Map(vocabulary.ids.map((known, index) => [known, index]));
    positions.set(vocabulary, map);
  }
  return map.get(id) ?? -1;
}

/** Hands out dense indices in order of first appearance. */
export class VocabularyBuilder {
  readonly #map = new Map<string, number>();
  readonly #ids: string[] = [];

  add(id: string): number {
    let index = this.#map.get(id);
    if (index === undefined) {
      index = this.#ids.length;
      this.#ids.push(id);
      this.#map.set(id, index);
    }
    return index;
  }

  find(id: string): number {
    return this.#map.get(id) ?? -1;
  }

  get size(): number {
    return this.#ids.length;
  }

  build(): Vocabulary {
    return { ids: this.#ids };
  }
}
