import type { Interactions } from '../../../src/core/data/interactions.ts';
import type { Rng } from '../../../src/core/rng.ts';

interface Holdout {
  readonly train: number[][];
  readonly relevant: Set<number>[];
}

const liked = 4;
const listLength = 10;

/**
 * The same users with as many ratings, the same items rated as often, but who rated what is left to chance: the items
 * of two ratings change places wherever neither user then has an item twice.
 */
export function withoutTaste(log: Interactions, items: number, rng: Rng): Interactions {
  const item = log.item.slice();
  const has = new Set(Array.from(item, (own, row) => log.user[row] * items + own));
  const rows = Array.from(item.keys()).filter((row) => !log.kind || log.kind[row] === 0);
  for (let swaps = 5 * rows.length; swaps > 0; swaps--) {
    const a = rows[rng.int(rows.length)];
    const b = rows[rng.int(rows.length)];
    const cell = (row: number, of: number) => log.user[row] * items + item[of];
    if (log.user[a] === log.user[b] || has.has(cell(a, b)) || has.has(cell(b, a))) continue;
    has.delete(cell(a, a));
    has.delete(cell(b, b));
    has.add(cell(a, b));
    has.add(cell(b, a));
    [item[a], item[b]] = [item[b], item[a]];
  }
  return { ...log, item };
}

/** A fifth of each user's ratings held out at random; what is held out and liked is what a list should find. */
export function holdOut(log: Interactions, users: number, rng: Rng): Holdout {
  const train: number[][] = Array.from({ length: users }, () => []);
  const relevant = Array.from({ length: users }, () => new Set<number>());
  for (let row = 0; row < log.user.length; row++) {
    if (log.kind && log.kind[row] !== 0) continue;
    if (rng.next() >= 0.2) train[log.user[row]].push(log.item[row]);
    else if (log.value[row] >= liked) relevant[log.user[row]].add(log.item[row]);
  }
  return { train, relevant };
}

/** Mean NDCG@10 of counting who has an item, and of summing its cosine to the items of a history; over every third user. */
export function compare({ train, relevant }: Holdout, items: number): { popularity: number; knn: number } {
  const counts = new Float64Array(items);
  const together = Array.from({ length: items }, () => new Float64Array(items));
  for (const history of train) {
    for (const a of history) {
      counts[a]++;
      for (const b of history) together[a][b]++;
    }
  }
  const scale = counts.map((count) => (count ? 1 / Math.sqrt(count) : 0));
  let popularity = 0;
  let knn = 0;
  let judged = 0;
  train.forEach((history, user) => {
    if (user % 3 !== 0 || relevant[user].size === 0) return;
    const scores = new Float64Array(items);
    for (const a of history) {
      const row = together[a];
      for (let b = 0; b < items; b++) scores[b] += row[b] * scale[a];
    }
    for (let b = 0; b < items; b++) scores[b] *= scale[b];
    popularity += ndcg(counts, history, relevant[user]);
    knn += ndcg(scores, history, relevant[user]);
    judged++;
  });
  return { popularity: popularity / judged, knn: knn / judged };
}

function ndcg(scores: Float64Array, seen: readonly number[], relevant: ReadonlySet<number>): number {
  const open = scores.slice();
  for (const item of seen) open[item] = -1;
  const list = Array.from({ length: listLength }, () => {
    const best = open.indexOf(Math.max(...open));
    open[best] = -1;
    return best;
  });
  let gain = 0;
  let ideal = 0;
  list.forEach((item, at) => {
    if (relevant.has(item)) gain += 1 / Math.log2(at + 2);
    if (at < relevant.size) ideal += 1 / Math.log2(at + 2);
  });
  return gain / ideal;
}
