/**
 * A few ratings of a few people, held back from a model that learns in epochs, to see when to stop: the training part is
 * cut once more, and what is learned never sees the cut.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { indexIn, rowOf, transpose } from '../data/csr.ts';
import type { Preference } from '../data/preference.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { dialectOf, discountOf } from '../dialects.ts';
import { normalizedGain } from '../math/normalized-gain.ts';
import { mean } from '../math/statistics.ts';
import { topN } from '../ranking/top-n.ts';
import type { Rng } from '../rng.ts';
import type { FittedModel } from './recommender.ts';

export interface ValidationCut {
  /** Users × items without the cells held back. */
  readonly byUser: CsrMatrix;
  readonly byItem: CsrMatrix;
  readonly cases: readonly ValidationCase[];
}

export interface ValidationCase {
  readonly user: number;
  /** Ascending, with what was held back of them. */
  readonly items: Uint32Array;
  readonly values: Float64Array;
  /** Those of them the person likes. */
  readonly liked: Uint32Array;
  /** Asked about by name, and not like a newcomer. */
  readonly known: boolean;
}

function caseOf(
  user: number,
  row: SparseRow,
  picked: readonly number[],
  likes: Preference,
  known: boolean,
): ValidationCase {
  const { indices, values } = row;
  return {
    user,
    known,
    items: Uint32Array.from(picked, (at) => indices[at]),
    values: Float64Array.from(picked, (at) => values[at]),
    liked: Uint32Array.from(
      picked.filter((at) => likes(values[at]) > 0),
      (at) => indices[at],
    ),
  };
}

/** `most` users at most, a fifth of whose cells are held back (one at least, of five at least). */
function cutForValidation(train: TrainingSet, rng: Rng, most = 250): ValidationCut {
  const { byUser } = train;
  const likes = preferenceScale(train);
  const able: number[] = [];
  for (let user = 0; user < byUser.rows; user++)
    if (byUser.indptr[user + 1] - byUser.indptr[user] >= 5) able.push(user);
  const chosen = rng
    .shuffle(able)
    .slice(0, Math.min(most, Math.ceil(able.length / 4)))
    .sort((a, b) => a - b);
  const held = new Uint8Array(byUser.indices.length);
  const cases = chosen.map((user): ValidationCase => {
    const from = byUser.indptr[user];
    const { indices } = rowOf(byUser, user);
    const picked = rng.shuffle(Array.from(indices, (_, at) => at)).slice(0, Math.floor(indices.length / 5));
    picked.sort((a, b) => a - b);
    for (const at of picked) held[from + at] = 1;
    return caseOf(user, rowOf(byUser, user), picked, likes, false);
  });
  const kept = without(byUser, held);
  return { byUser: kept, byItem: transpose(kept), cases };
}

/** The last share of the log's rows, in its own order; what is left is learned from. */
export function lastRows(train: TrainingSet, share: number): ValidationCut {
  const { byUser, log } = train;
  const likes = preferenceScale(train);
  const held = new Uint8Array(byUser.indices.length);
  const picked = new Map<number, number[]>();
  for (let row = Math.ceil(log.user.length * (1 - share)); row < log.user.length; row++) {
    const user = log.user[row];
    const at = indexIn(rowOf(byUser, user).indices, log.item[row]);
    // A row may be no opinion, or one that was replaced.
    if (at < 0 || held[byUser.indptr[user] + at] === 1) continue;
    held[byUser.indptr[user] + at] = 1;
    const own = picked.get(user);
    if (own) own.push(at);
    else picked.set(user, [at]);
  }
  const cases = Array.from(picked, ([user, cells]) =>
    caseOf(
      user,
      rowOf(byUser, user),
      cells.sort((a, b) => a - b),
      likes,
      true,
    ),
  );
  const kept = without(byUser, held);
  return { byUser: kept, byItem: transpose(kept), cases };
}

/** What patience looks at: without any, nothing is held back. */
export function cutForPatience(train: TrainingSet, patience: number, rng: Rng): ValidationCut {
  if (patience > 0) return cutForValidation(train, rng);
  return { byUser: train.byUser, byItem: train.byItem, cases: [] };
}

function without(matrix: CsrMatrix, held: Uint8Array): CsrMatrix {
  const indptr = new Uint32Array(matrix.rows + 1);
  for (let row = 0; row < matrix.rows; row++) {
    let count = 0;
    for (let at = matrix.indptr[row]; at < matrix.indptr[row + 1]; at++) count += 1 - held[at];
    indptr[row + 1] = indptr[row] + count;
  }
  const free = (_: number, at: number) => held[at] === 0;
  return { ...matrix, indptr, indices: matrix.indices.filter(free), values: matrix.values.filter(free) };
}

/** What a cut is judged by: the list of ten, or the predicted ratings. */
export const validationMeasures = ['ndcg@10', 'rmse'] as const;
export type ValidationMeasure = (typeof validationMeasures)[number];

export const isBetter = (measure: ValidationMeasure, value: number, than: number) =>
  measure === 'rmse' ? value < than : value > than;

/** Over the cases, in steps of one person; NaN without any. */
export async function* validate(
  model: FittedModel,
  { byUser, cases }: ValidationCut,
  measure: ValidationMeasure,
): AsyncGenerator<void, number, void> {
  const scores = new Float64Array(byUser.cols);
  const found: number[] = [];
  for (const one of cases) {
    const history = rowOf(byUser, one.user);
    const query = {
      user: one.known ? one.user : null,
      history,
      last: history.indices[history.indices.length - 1] ?? null,
    };
    if (measure === 'rmse' && model.rate) {
      model.rate(query, scores);
      one.items.forEach((item, at) => {
        if (!Number.isNaN(scores[item])) found.push((scores[item] - one.values[at]) ** 2);
      });
    } else if (one.liked.length > 0) {
      await model.score(query, scores);
      found.push(ndcg(topN(scores, discounts.length, history.indices), one.liked));
    }
    yield;
  }
  return measure === 'rmse' ? Math.sqrt(mean(found)) : mean(found);
}

const dialect = dialectOf();
const discounts = Array.from({ length: 10 }, (_, place) => discountOf(dialect, place));

/** At the list's end. */
function ndcg(list: Uint32Array, liked: Uint32Array): number {
  const gains = new Float64Array(discounts.length);
  normalizedGain(
    Array.from(list, (item) => liked.includes(item)),
    liked.length,
    discounts,
    gains,
  );
  return gains[gains.length - 1];
}
