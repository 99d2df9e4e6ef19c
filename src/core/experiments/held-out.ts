import type { Dataset } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet } from '../data/training-set.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import type { Split } from '../splits/splitter.ts';

/** What one user is asked for. */
export interface HeldOutUser {
  readonly user: number;
  /** Held-out items that are not in the user's training part, ascending, and what the user thought of them. */
  readonly items: Uint32Array;
  readonly values: Float64Array;
  /** Those of them that count as relevant, ascending. */
  readonly relevant: Uint32Array;
}

/**
 * The questions of a split, users ascending: everyone with an unseen item held out, relevant or not.
 * An item that the user also has in training is no question and is dropped.
 * Throws EmptyDatasetError where nothing is held out.
 */
export function heldOutUsers(
  dataset: Dataset,
  split: Split,
  train: TrainingSet,
  relevantFrom: number | null,
): HeldOutUser[] {
  if (split.test.length === 0) {
    throw new LabError(
      'EmptyDatasetError',
      `Expected at least one person with two items in "${dataset.name}", so that one can be held out; got none. Choose another split or another data set.`,
    );
  }
  const { byUser } = buildTrainingSet({ ...dataset, sessions: null }, split.test);
  const asked: HeldOutUser[] = [];
  for (let user = 0; user < byUser.rows; user++) {
    const test = rowOf(byUser, user);
    if (test.indices.length === 0) continue;
    const known = rowOf(train.byUser, user).indices;
    const unseen = (_: number, at: number) => indexIn(known, test.indices[at]) < 0;
    const items = test.indices.filter(unseen);
    if (items.length === 0) continue;
    const values = Float64Array.from(test.values).filter(unseen);
    const relevant = relevantFrom === null ? items : items.filter((_, at) => values[at] >= relevantFrom);
    asked.push({ user, items, values, relevant });
  }
  return asked;
}
