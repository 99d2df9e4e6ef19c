/** What neighbors say of an item, and what becomes of it: the formulas at the head of user-knn. */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import { mean } from '../math/statistics.ts';
import type { Reckoning } from '../math/voices.ts';
import { addedUp, aroundBaseline, aroundMean, averaged } from '../math/voices.ts';
import type { UserKnnParams } from './user-knn-params.ts';

export interface UserFormula {
  /** A user says of an item their value in `values` minus both shifts. */
  readonly values: CsrMatrix;
  readonly userShift: Float64Array;
  readonly itemShift: Float64Array;
  /** The k neighbors are sought anew for every item among those who have it, else once among all. */
  readonly perItem: boolean;
  readonly reckoning: Reckoning;
}

export function userFormula(name: UserKnnParams['scoring'], params: UserKnnParams, train: TrainingSet): UserFormula {
  const { byUser, users, items } = train;
  const { doubt, minNeighbors: least } = params;
  const none = { userShift: new Float64Array(users), itemShift: new Float64Array(items) };
  const shiftOf = (measure: (row: SparseRow) => number) =>
    none.userShift.map((_, user) => measure(rowOf(byUser, user)));
  if (name === 'votes') {
    const values = mapValues(byUser, preferenceScale(train));
    return { ...none, values, perItem: false, reckoning: { ...addedUp, least } };
  }
  if (name === 'mean') return { ...none, values: byUser, perItem: false, reckoning: { ...averaged, least } };
  if (params.rating === 'means') {
    const userShift = shiftOf(({ values }) => mean(values));
    return { ...none, values: byUser, userShift, perItem: true, reckoning: { ...aroundMean, doubt, least } };
  }
  const baseline = ratingBaseline(train.byItem);
  const userShift = shiftOf(baseline.offset);
  const reckoning = { ...aroundBaseline(baseline, doubt), least };
  return { values: byUser, userShift, itemShift: baseline.items, perItem: true, reckoning };
}
