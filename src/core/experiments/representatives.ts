/**
 * The few items that stand for all the others.
 * N. N. Liu, X. Meng, C. Liu, Q. Yang, "Wisdom of the better few: cold start recommendation via representative based rating
 * elicitation", RecSys 2011; G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, "An analysis of approximations for maximizing
 * submodular set functions", Mathematical Programming 14, 1978: the greedy choice reaches 63 % of the best possible.
 *
 *   choose S to maximize  Σ_j n_j max_{i ∈ S} s_ij,    one item at a time, the one that adds most
 * with n_j the people who have item j, and s_ij the cosine of the preferences for i and j where they go together.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { rowOf, transpose } from '../data/csr.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { createComparer } from '../math/similarity.ts';
import { topN } from '../ranking/top-n.ts';

/** More people than these tell little more of how items go together, and more items than these nobody is asked about. */
const people = 1000;
const candidates = 200;
/** As if so many more people had both items without their tastes agreeing. */
const shrinkage = 5;

export interface Representatives {
  readonly weights: Uint32Array;
  /** Of each candidate, which items it stands for and how well. */
  readonly reach: ReadonlyMap<number, SparseRow>;
}

export function representativesOf(train: TrainingSet, popularity: Uint32Array): Representatives {
  const byUser = mapValues(everySo(train.byUser, people), preferenceScale(train));
  const rows = transpose(byUser);
  const compare = createComparer({ rows, columns: byUser, similarity: 'cosine', shrinkage, minOverlap: 1 });
  const known = topN(Float64Array.from(popularity), candidates);
  return {
    weights: popularity,
    reach: new Map(Array.from(known, (item) => [item, together(compare(rowOf(rows, item)))])),
  };
}

export interface Choice {
  readonly rated: ReadonlySet<number>;
  readonly skipped: ReadonlySet<number>;
  readonly n: number;
  readonly leaning?: Float64Array | null;
}

/** At most n candidates, given that those rated are covered already. */
export function proposeRepresentatives(
  { weights, reach }: Representatives,
  { rated, skipped, n, leaning }: Choice,
): number[] {
  const covered = new Float64Array(weights.length);
  const cover = (item: number) => {
    const row = reach.get(item);
    row?.indices.forEach((other, i) => (covered[other] = Math.max(covered[other], row.values[i])));
  };
  rated.forEach(cover);
  const open = [...reach.keys()].filter((item) => !rated.has(item) && !skipped.has(item)).sort((a, b) => a - b);
  const chosen: number[] = [];
  while (chosen.length < n && open.length > 0) {
    const gains = open.map((item) => gainOf(reach.get(item)!) * (leaning?.[item] ?? 1));
    const [best] = open.splice(gains.indexOf(Math.max(...gains)), 1);
    chosen.push(best);
    cover(best);
  }
  return chosen;

  function gainOf({ indices, values }: SparseRow): number {
    let gain = 0;
    for (let i = 0; i < indices.length; i++) {
      gain += weights[indices[i]] * Math.max(0, values[i] - covered[indices[i]]);
    }
    return gain;
  }
}

const together = ({ indices, values }: SparseRow): SparseRow => ({
  indices: indices.filter((_, i) => values[i] > 0),
  values: values.filter((value) => value > 0),
});

/** Rows as far apart as leaves `count` of them. */
function everySo(matrix: CsrMatrix, count: number): CsrMatrix {
  const stride = Math.max(1, Math.ceil(matrix.rows / count));
  if (stride === 1) return matrix;
  const rows = Array.from({ length: Math.ceil(matrix.rows / stride) }, (_, at) => at * stride);
  const indptr = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => (indptr[at + 1] = indptr[at] + matrix.indptr[row + 1] - matrix.indptr[row]));
  const indices = new Uint32Array(indptr[rows.length]);
  const values = matrix.values.slice(0, indices.length);
  rows.forEach((row, at) => {
    const own = rowOf(matrix, row);
    indices.set(own.indices, indptr[at]);
    values.set(own.values, indptr[at]);
  });
  return { rows: rows.length, cols: matrix.cols, indptr, indices, values };
}
