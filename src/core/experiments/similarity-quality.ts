/**
 * What a table of similar items says of itself, on the data it was learned from: as the notebook of the shop counts it, and
 * as it should be counted. None of these is a measure of how good recommendations are; held-out data tell that.
 *
 * With F the similarities a model uses, S the plain cosine of the table's columns before any filter, and the lists of n that
 * users get, the notebook counts the diagonal of F among the pairs, takes diversity from lists of similar items, in which a
 * pair that the filter removed counts as different, and personalization from its first twenty users, where an empty list
 * differs from every other. Corrected: pairs p < q alone, diversity over users' lists by S, and users with a list of their own.
 */
import type { TrainingSet } from '../data/training-set.ts';
import { queryOfUser } from '../data/training-set.ts';
import { rowOf, valueAt } from '../data/csr.ts';
import { pairCosine } from '../math/pair-cosine.ts';
import { createComparer } from '../math/similarity.ts';
import { topN } from '../ranking/top-n.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import type { Lists, Mean } from './list-quality.ts';
import { distinct, diversityOf, meanOf, personalizationOf } from './list-quality.ts';

export interface SimilarityQuality {
  readonly users: number;
  readonly items: number;
  /** Length of the lists judged. */
  readonly n: number;
  readonly notebook: {
    readonly pairsBefore: number;
    readonly pairsAfter: number;
    readonly averageSimilarity: number;
    readonly maxSimilarity: number;
    readonly coverage: number;
    readonly neighborsPerItem: number;
    readonly diversity: number;
    readonly personalization: number;
    readonly density: number;
  };
  /** NaN where a number is undefined. */
  readonly corrected: {
    readonly pairsBefore: number;
    readonly pairsAfter: number;
    readonly averageSimilarity: number;
    readonly maxSimilarity: number;
    /** Share of items with at least one other that is similar. */
    readonly coverage: number;
    readonly neighborsPerItem: number;
    readonly diversity: number;
    readonly personalization: number;
    readonly density: number;
    /** Share of items in anybody's list, and in lists that rest on the user's own history. */
    readonly catalogCoverage: number;
    readonly ownCatalogCoverage: number;
    readonly ownDiversity: number;
    /** Users whose list rests on their own history, and those who get none at all. */
    readonly usersWithOwnList: number;
    readonly usersWithoutList: number;
  };
}

/** Who the notebook looks at. */
const firstUsers = 20;
/** Rows between two yields. */
const stride = 16;

/**
 * O(items · cost of a row + users · cost of a list). The model must have `similar`. Yields the share done.
 * Throws nothing of its own.
 */
export async function* similarityQuality(
  model: FittedModel,
  train: TrainingSet,
  n = 10,
): AsyncGenerator<number, SimilarityQuality, void> {
  const { items, users } = train;
  const row = new Float64Array(items);
  const compare = createComparer({
    ...{ rows: train.byItem, columns: train.byUser, similarity: 'cosine', shrinkage: 0, minOverlap: 1 },
  });
  const before = { cells: 0, diagonal: 0 };
  const after = { cells: 0, diagonal: 0, sum: 0, own: 0, max: NaN, rows: 0, connected: 0 };
  const alike: Uint32Array[] = [];
  for (let item = 0; item < items; item++) {
    if (item % stride === 0) yield (0.4 * item) / items;
    const plain = compare(rowOf(train.byItem, item));
    for (let i = 0; i < plain.indices.length; i++) if (plain.values[i] > 0) before.cells++;
    if (valueAt(plain, item) > 0) before.diagonal++;
    model.similar!(item, row);
    let others = 0;
    for (let other = 0; other < items; other++) {
      if (!(row[other] > 0)) continue;
      after.cells++;
      after.sum += row[other];
      if (other === item) {
        after.diagonal++;
        after.own += row[other];
      } else {
        others++;
        if (!(row[other] <= after.max)) after.max = row[other];
      }
    }
    if (others > 0) after.connected++;
    if (others > 0 || row[item] > 0) after.rows++;
    const near = row.map((likeness, other) => (likeness > 0 && other !== item ? likeness : NaN));
    alike.push(topN(near, n));
  }
  const notebookDiversity = yield* diversityByModel(model, alike, row);

  const lists: Lists = [];
  const own: Lists = [];
  const asInNotebook: Lists = [];
  let usersWithoutList = 0;
  const scores = new Float64Array(items);
  for (let user = 0; user < users; user++) {
    if (user % stride === 0) yield 0.6 + (0.3 * user) / users;
    const query = queryOfUser(train, user);
    await model.score(query, scores);
    const list = topN(scores, n, query.history.indices);
    const isOwn = list.length > 0 && (model.spokenFor?.(query, list) ?? list.length) > 0;
    if (list.length === 0) usersWithoutList++;
    lists.push(list);
    if (isOwn) own.push(list);
    if (user < firstUsers) asInNotebook.push(isOwn ? list : new Uint32Array(0));
  }
  yield 0.9;
  const cosine = pairCosine(train.byItem);
  const diversity = diversityOf(lists, cosine);
  yield 0.95;
  const pairs = (items * (items - 1)) / 2;
  const offDiagonal = after.cells - after.diagonal;
  return {
    ...{ users, items, n },
    notebook: {
      pairsBefore: Math.floor(before.cells / 2),
      pairsAfter: Math.floor(after.cells / 2),
      averageSimilarity: after.sum / after.cells,
      maxSimilarity: after.max,
      coverage: after.rows / items,
      neighborsPerItem: after.cells / after.rows,
      diversity: notebookDiversity.count ? meanOf(notebookDiversity) : 0,
      personalization: personalizationOf(asInNotebook) || 0,
      density: Math.floor(after.cells / 2) / pairs,
    },
    corrected: {
      pairsBefore: (before.cells - before.diagonal) / 2,
      pairsAfter: offDiagonal / 2,
      averageSimilarity: (after.sum - after.own) / offDiagonal,
      maxSimilarity: after.max,
      coverage: after.connected / items,
      neighborsPerItem: offDiagonal / items,
      diversity,
      personalization: own.length > 1 ? personalizationOf(own) : NaN,
      density: offDiagonal / 2 / pairs,
      catalogCoverage: distinct(lists) / items,
      ownCatalogCoverage: distinct(own) / items,
      ownDiversity: diversityOf(own, cosine),
      usersWithOwnList: own.length,
      usersWithoutList,
    },
  };
}

/** Mean over items of how different their most similar ones are by the model itself; a row at a time, so never a whole table. */
async function* diversityByModel(
  model: FittedModel,
  lists: readonly Uint32Array[],
  row: Float64Array,
): AsyncGenerator<number, Mean, void> {
  const sums = new Float64Array(lists.length);
  const holders = lists.map((): number[] => []);
  lists.forEach((list, owner) => list.forEach((item) => holders[item].push(owner)));
  for (let item = 0; item < lists.length; item++) {
    if (item % stride === 0) yield 0.4 + (0.2 * item) / lists.length;
    if (holders[item].length === 0) continue;
    model.similar!(item, row);
    for (const owner of holders[item]) {
      const list = lists[owner];
      for (let at = list.indexOf(item) + 1; at < list.length; at++)
        sums[owner] += row[list[at]] > 0 ? row[list[at]] : 0;
    }
  }
  const mean = { sum: 0, count: 0 };
  lists.forEach(({ length }, owner) => {
    if (length < 2) return;
    mean.sum += 1 - sums[owner] / ((length * (length - 1)) / 2);
    mean.count++;
  });
  return mean;
}
