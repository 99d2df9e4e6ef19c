/**
 * How hard the answer to a question is to guess.
 * A. M. Rashid, G. Karypis, J. Riedl, "Learning preferences of new users in recommender systems: an information theoretic
 * approach", SIGKDD Explorations 10(2), 2008.
 *
 * With p_v the share of the item's people who gave it the value v, and q_v the share of everyone, q_0 of those who did not
 * rate it at all:
 *   entropy    H(i)  = − Σ_v p_v ln p_v                      blind to how many know the item: two people suffice for most of it
 *   entropy0   H₀(i) = − (½ q_0 ln q_0 + Σ_v q_v ln q_v) / (½ + number of values)      not knowing it is an answer too
 * Strengths are told apart by their binary logarithm, rounded down.
 */
import { rowOf } from '../data/csr.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ln, log2 } from '../math/elementary.ts';

const weightOfUnknown = 0.5;

export const entropies = (train: TrainingSet): Float64Array =>
  perItem(train, (counts, people) => -counts.reduce((sum, count) => sum + surprise(count / people), 0));

export function entropiesWithUnknown(train: TrainingSet): Float64Array {
  const values = countsOf(train.byItem.values, train.feedback).length;
  return perItem(train, (counts, people) => {
    const known = counts.reduce((sum, count) => sum + surprise(count / train.users), 0);
    const unknown = weightOfUnknown * surprise(1 - people / train.users);
    return -(unknown + known) / (weightOfUnknown + values);
  });
}

function perItem({ byItem, feedback }: TrainingSet, of: (counts: readonly number[], people: number) => number) {
  return Float64Array.from({ length: byItem.rows }, (_, item) => {
    const { values } = rowOf(byItem, item);
    return values.length ? of(countsOf(values, feedback), values.length) : 0;
  });
}

/** How often each different answer was given. */
function countsOf(values: ArrayLike<number>, feedback: TrainingSet['feedback']): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const answer = feedback === 'implicit' ? Math.floor(log2(1 + values[i])) : values[i];
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return [...counts.values()];
}

const surprise = (share: number) => (share > 0 ? share * ln(share) : 0);
