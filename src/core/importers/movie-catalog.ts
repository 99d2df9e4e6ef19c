import { buildLabels } from '../data/catalog.ts';
import type { Catalog } from '../data/catalog.ts';
import type { CsrMatrix } from '../data/csr.ts';
import type { FeatureMatrix } from '../data/dataset.ts';
import { parseMovieTitle } from './movie-title.ts';
import type { Vocabulary } from '../data/vocabulary.ts';

/** Gathers what MovieLens says of its movies, by item index. */
export class MovieCatalog {
  readonly #titles: string[] = [];
  readonly #years: number[] = [];
  readonly #genres: (readonly string[])[] = [];
  readonly #tags = new Map<number, string[]>();

  /** A movie under its raw title, "Matrix, The (1999)". */
  add(item: number, rawTitle: string, genres: readonly string[]): void {
    const { title, year } = parseMovieTitle(rawTitle);
    this.#titles[item] = title;
    this.#years[item] = year;
    this.#genres[item] = genres;
  }

  has(item: number): boolean {
    return item in this.#titles;
  }

  /** Tags keep their repetitions: how often a movie was given a tag is its weight. */
  addTag(item: number, tag: string): void {
    const own = this.#tags.get(item);
    if (own) own.push(tag);
    else this.#tags.set(item, [tag]);
  }

  build(items: Vocabulary): Catalog {
    return {
      titles: items.ids.map((id, item) => this.#titles[item] || id),
      years: Uint16Array.from(items.ids, (_, item) => this.#years[item] ?? 0),
      categories: buildLabels(items.ids.map((_, item) => this.#genres[item] ?? [])),
      details: null,
      text: this.#tags.size ? items.ids.map((_, item) => this.#tags.get(item)?.join(' ') ?? '') : null,
    };
  }
}

/** "Action|Comedy"; "(no genres listed)" is none. */
export const splitGenres = (cell: string): string[] =>
  cell.split('|').filter((genre) => genre !== '' && genre !== '(no genres listed)');

/** One column per label, 1 where the row has it. Rows beyond those given have none. */
export function featureMatrix(labelsPerRow: readonly (readonly string[] | undefined)[], rows: number): FeatureMatrix {
  const labels = buildLabels(Array.from({ length: rows }, (_, row) => [...new Set(labelsPerRow[row] ?? [])]));
  const indices = labels.indices.slice();
  for (let row = 0; row < rows; row++) indices.subarray(labels.indptr[row], labels.indptr[row + 1]).sort();
  const matrix: CsrMatrix = {
    rows,
    cols: labels.names.length,
    indptr: labels.indptr,
    indices,
    values: new Float32Array(indices.length).fill(1),
  };
  return { names: labels.names, rows: matrix };
}
