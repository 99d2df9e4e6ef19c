import type { Catalog } from './catalog.ts';
import type { CsrMatrix } from './csr.ts';
import { csrFromCoordinates, transpose } from './csr.ts';
import type { Dataset, FeatureMatrix, Kind, RatingScale } from './dataset.ts';
import type { Query } from './history.ts';
import { rowOf } from './csr.ts';
import type { Interactions } from './interactions.ts';
import { orderByTime, selectEvents } from './interactions.ts';
import type { Sessions } from './sessions.ts';
import { LabError } from '../errors.ts';

/** What a recommender may see: the training part only, in both orientations. */
export interface TrainingSet {
  readonly users: number;
  readonly items: number;
  readonly feedback: Dataset['feedback'];
  readonly ratingScale: RatingScale | null;
  /** Users × items. Explicit: the latest opinion. Implicit: the weighted sum over events. */
  readonly byUser: CsrMatrix;
  /** The same cells, items × users. */
  readonly byItem: CsrMatrix;
  /** Each user's last item in the log, -1 for a user without events. */
  readonly lastItem: Int32Array;
  /** The training events in order of time, every kind. */
  readonly log: Interactions;
  readonly kinds: readonly Kind[];
  readonly catalog: Catalog;
  readonly itemFeatures: FeatureMatrix | null;
  readonly userFeatures: FeatureMatrix | null;
  /** As given with the data; items a user has in the held-out part are already gone from that user's sessions. */
  readonly sessions: Sessions | null;
}

/**
 * The training part of a data set: all of it, or the chosen rows of its log.
 * Throws EmptyDatasetError when no event with an opinion or a strength is left.
 */
export function buildTrainingSet(dataset: Dataset, rows?: Uint32Array): TrainingSet {
  const whole = dataset.interactions;
  const chosen = rows ? selectEvents(whole, rows) : whole;
  const log = dataset.interactions.timestamp ? selectEvents(chosen, orderByTime(chosen)) : chosen;
  const users = dataset.users.ids.length;
  const items = dataset.items.ids.length;
  const byUser = toMatrix(dataset, log);
  if (byUser.indices.length === 0) {
    throw new LabError(
      'EmptyDatasetError',
      `Expected at least one ${dataset.feedback === 'explicit' ? 'rating' : 'event'} to learn from in "${dataset.name}"; got none. Choose another split or another data set.`,
    );
  }
  const lastItem = new Int32Array(users).fill(-1);
  for (let i = 0; i < log.user.length; i++) lastItem[log.user[i]] = log.item[i];
  return {
    users,
    items,
    feedback: dataset.feedback,
    ratingScale: dataset.ratingScale,
    byUser,
    byItem: transpose(byUser),
    lastItem,
    log,
    kinds: dataset.kinds,
    catalog: dataset.catalog,
    itemFeatures: dataset.itemFeatures,
    userFeatures: dataset.userFeatures,
    sessions: dataset.sessions && withoutHeldOut(dataset.sessions, whole, rows, items),
  };
}

function toMatrix(dataset: Dataset, log: Interactions): CsrMatrix {
  const { kinds, feedback } = dataset;
  const users = dataset.users.ids.length;
  const items = dataset.items.ids.length;
  if (!log.kind || kinds.length < 2) {
    return csrFromCoordinates(users, items, log.user, log.item, log.value, feedback === 'explicit' ? 'last' : 'sum');
  }
  const keep: number[] = [];
  for (let i = 0; i < log.user.length; i++) {
    if (feedback === 'explicit' ? kinds[log.kind[i]].rated : kinds[log.kind[i]].weight > 0) keep.push(i);
  }
  const kept = selectEvents(log, Uint32Array.from(keep));
  if (feedback === 'explicit') return csrFromCoordinates(users, items, kept.user, kept.item, kept.value, 'last');
  const weighted = Float64Array.from(kept.value, (value, i) => value * kinds[kept.kind![i]].weight);
  return csrFromCoordinates(users, items, kept.user, kept.item, weighted, 'sum');
}

/**
 * A session recorded beside the ratings may contain the very item that is held out; such items are dropped. So is all that
 * sessions tell of people and items that only the held-out part knows.
 */
function withoutHeldOut(sessions: Sessions, log: Interactions, rows: Uint32Array | undefined, items: number): Sessions {
  if (!rows) return sessions;
  const inTraining = new Uint8Array(log.user.length);
  for (const row of rows) inTraining[row] = 1;
  const heldOut = new Set<number>();
  const [newUsers, newItems] = [new Set<number>(), new Set<number>()];
  for (let i = 0; i < log.user.length; i++) {
    if (inTraining[i]) continue;
    heldOut.add(log.user[i] * items + log.item[i]);
    newUsers.add(log.user[i]);
    newItems.add(log.item[i]);
  }
  for (const row of rows) {
    heldOut.delete(log.user[row] * items + log.item[row]);
    newUsers.delete(log.user[row]);
    newItems.delete(log.item[row]);
  }
  if (heldOut.size === 0) return sessions;
  const kept: number[] = [];
  const indptr = new Uint32Array(sessions.indptr.length);
  for (let s = 0; s < sessions.user.length; s++) {
    const user = sessions.user[s];
    for (let i = sessions.indptr[s]; i < sessions.indptr[s + 1]; i++) {
      const item = sessions.items[i];
      if (!newUsers.has(user) && !newItems.has(item) && !heldOut.has(user * items + item)) kept.push(item);
    }
    indptr[s + 1] = kept.length;
  }
  return { user: sessions.user, indptr, items: Uint32Array.from(kept) };
}

/** A fitted user's own query. */
export const queryOfUser = (train: TrainingSet, user: number): Query => ({
  user,
  history: rowOf(train.byUser, user),
  last: train.lastItem[user] < 0 ? null : train.lastItem[user],
});
