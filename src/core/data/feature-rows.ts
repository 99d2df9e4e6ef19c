/** Features of users or items as the embedding models want them: one of its own for each row, then what is known of it. */
import type { Catalog } from './catalog.ts';
import type { CsrMatrix } from './csr.ts';
import { csrFromCoordinates } from './csr.ts';
import type { TrainingSet } from './training-set.ts';

export interface FeatureRowsOptions {
  /** Whether rows have features of their own, in the first columns. Without them alike rows are the same. */
  readonly identity: boolean;
  /** Divides the weights of a row by their sum, so that a row of many features is no longer than one of few. */
  readonly normalize: boolean;
  /** Rows known by their metadata alone, as long as there is any. */
  readonly cold?: (row: number) => boolean;
}

/** rows × (own features, then the columns of `metadata`). */
export function featureRows(
  rows: number,
  metadata: CsrMatrix | null,
  { identity, normalize, cold = () => false }: FeatureRowsOptions,
): CsrMatrix {
  const first = identity ? rows : 0;
  const indptr = new Uint32Array(rows + 1);
  const known = metadata?.indices.length ?? 0;
  const indices = new Uint32Array(first + known);
  const values = new Float64Array(first + known);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const from = metadata ? metadata.indptr[row] : 0;
    const to = metadata ? metadata.indptr[row + 1] : 0;
    const start = at;
    if (identity && !(cold(row) && from < to)) {
      indices[at] = row;
      values[at++] = 1;
    }
    for (let cell = from; cell < to; cell++) {
      indices[at] = first + metadata!.indices[cell];
      values[at++] = metadata!.values[cell];
    }
    if (normalize) divideBySum(values.subarray(start, at));
    indptr[row + 1] = at;
  }
  return {
    rows,
    cols: first + (metadata?.cols ?? 0),
    indptr,
    indices: indices.slice(0, at),
    values: values.slice(0, at),
  };
}

function divideBySum(values: Float64Array): void {
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  if (sum > 0) for (let i = 0; i < values.length; i++) values[i] /= sum;
}

/** Items × categories, each 1; null where the catalog has none. */
export function categoryFeatures({ titles, categories }: Catalog): CsrMatrix | null {
  if (!categories || categories.names.length === 0) return null;
  const { indptr, indices, names } = categories;
  const item = new Uint32Array(indices.length);
  for (let i = 0; i < titles.length; i++) item.fill(i, indptr[i], indptr[i + 1]);
  const ones = new Float32Array(indices.length).fill(1);
  return csrFromCoordinates(titles.length, names.length, item, indices, ones, 'last');
}

/** What items are known by, in words a person could choose from. */
export interface NamedFeatures {
  readonly names: readonly string[];
  /** Items × names. */
  readonly rows: CsrMatrix;
}

/** The categories of the catalog, else the features that came with the data; no column where there is neither. */
export function namedFeatures({ catalog, itemFeatures, items }: TrainingSet): NamedFeatures {
  const rows = categoryFeatures(catalog);
  if (rows) return { names: catalog.categories!.names, rows };
  return itemFeatures ?? { names: [], rows: featureRows(items, null, { identity: false, normalize: false }) };
}

/** Numbers of the names that are known, ascending, whatever their case. */
export function featuresNamed({ names }: Pick<NamedFeatures, 'names'>, wanted: readonly string[]): Uint32Array {
  const asked = new Set(wanted.map((name) => name.trim().toLowerCase()));
  return Uint32Array.from(names.keys()).filter((feature) => asked.has(names[feature].toLowerCase()));
}

/** One row that has these features, each with weight 1. */
export const oneRow = (indices: Uint32Array, cols: number): CsrMatrix => ({
  rows: 1,
  cols,
  indptr: Uint32Array.of(0, indices.length),
  indices,
  values: new Float32Array(indices.length).fill(1),
});
