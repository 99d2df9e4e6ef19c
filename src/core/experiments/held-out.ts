import type { Dataset } from '../data/dataset.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../data/training-set.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { mean } from '../math/statistics.ts';
import type { Split } from '../splits/splitter.ts';

/** What one user is asked for. */
export interface HeldOutUser {
  readonly user: number;
  /** How a model is asked: with what is known of the user. */
  readonly query: Query;
  /** Held-out items that are not in the user's history, ascending, and what the user thought of them. */
  readonly items: Uint32Array;
  readonly values: Float64Array;
  /** Those of them that count as relevant, ascending. */
  readonly relevant: Uint32Array;
}

/**
 * The questions of a split, users ascending: everyone with an unseen item held out, relevant or not.
 * An item that the user is also known to have is no question and is dropped. `relevantFrom`: the least value that counts;
 * null = every one. `aboveOwnMean`: only values above the mean of what is known of the user count, too.
 * Throws EmptyDatasetError where nothing is held out.
 */
export function heldOutUsers(
  dataset: Dataset,
  split: Split,
  train: TrainingSet,
  relevantFrom: number | null,
  aboveOwnMean = false,
): HeldOutUser[] {
  if (split.test.length === 0) {
    throw new LabError(
      'EmptyDatasetError',
      `Expected at least one person with two items in "${dataset.name}", so that one can be held out; got none. Choose another split or another data set.`,
    );
  }
  const { byUser } = partOf(dataset, split.test);
  const queryOf = queriesOf(dataset, split, train);
  const usual = aboveOwnMean ? mean(train.byUser.values) : NaN;
  const asked: HeldOutUser[] = [];
  for (let user = 0; user < byUser.rows; user++) {
    const test = rowOf(byUser, user);
    if (test.indices.length === 0) continue;
    const query = queryOf(user);
    const known = query.history.indices;
    const unseen = (_: number, at: number) => indexIn(known, test.indices[at]) < 0;
    const items = test.indices.filter(unseen);
    if (items.length === 0) continue;
    const values = Float64Array.from(test.values).filter(unseen);
    const ownMean = known.length > 0 ? mean(query.history.values) : usual;
    const counts = (value: number) =>
      (relevantFrom === null || value >= relevantFrom) && (!aboveOwnMean || value > ownMean);
    const relevant = items.filter((_, at) => counts(values[at]));
    asked.push({ user, query, items, values, relevant });
  }
  return asked;
}

/** Everyone with a history but no question, so that they can be counted. */
export function unaskedUsers(train: TrainingSet, asked: readonly HeldOutUser[]): HeldOutUser[] {
  const have = new Set(asked.map(({ user }) => user));
  const nothing = new Uint32Array(0);
  return Array.from({ length: train.users }, (_, user) => user)
    .filter((user) => !have.has(user) && train.byUser.indptr[user] < train.byUser.indptr[user + 1])
    .map((user) => ({
      ...{ user, query: queryOfUser(train, user), items: nothing, values: new Float64Array(0), relevant: nothing },
    }));
}

const partOf = (dataset: Dataset, rows: Uint32Array) => buildTrainingSet({ ...dataset, sessions: null }, rows);

/** A stranger is asked for as the person at the keyboard is: by a history and no number, unless features go with it. */
function queriesOf(dataset: Dataset, { known }: Split, train: TrainingSet): (user: number) => Query {
  const told = known ? partOf(dataset, known) : null;
  return (user) => {
    const isFitted = train.byUser.indptr[user] < train.byUser.indptr[user + 1];
    if (isFitted) return queryOfUser(train, user);
    const query = queryOfUser(told ?? train, user);
    return train.userFeatures ? query : { ...query, user: null };
  };
}
