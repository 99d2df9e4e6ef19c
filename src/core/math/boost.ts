/**
 * "Given this item": scores raised towards what is like the item at hand,  s_i' = s_i + β cos(i, item).
 * Scores have no fixed scale, so that the same β would decide one person's list and leave another's as it was. Unless told
 * otherwise a person's scores are first brought to mean 0 and standard deviation 1 over the items.
 */
export interface Boost {
  /** β */
  readonly share: number;
  /** Whether scores are brought to one scale first. */
  readonly standardize: boolean;
}

/** s' = scale · s + shift, before the likeness is added. */
export interface Scaling {
  readonly scale: number;
  readonly shift: number;
}

/** Scores of NaN are left out of mean and deviation. */
export function scalingOf(scores: Float64Array, { standardize }: Boost): Scaling {
  if (!standardize) return { scale: 1, shift: 0 };
  let sum = 0;
  let count = 0;
  for (const score of scores) {
    if (score !== score) continue;
    sum += score;
    count++;
  }
  if (count === 0) return { scale: 1, shift: 0 };
  const mean = sum / count;
  let squares = 0;
  for (const score of scores) if (score === score) squares += (score - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  // Equal scores are in no order, and have no scale.
  const scale = deviation > 0 ? 1 / deviation : 1;
  return { scale, shift: -mean * scale };
}

/**
 * In place. A likeness of NaN counts 0. On one scale an item without a score stands at the mean, 0, if it is like the item
 * at hand, so that likeness can put it on a list; otherwise it stays without.
 */
export function boostScores(scores: Float64Array, likeness: ArrayLike<number>, boost: Boost): void {
  const { scale, shift } = scalingOf(scores, boost);
  for (let item = 0; item < scores.length; item++) {
    const pull = boost.share * (likeness[item] || 0);
    if (boost.standardize && pull > 0 && Number.isNaN(scores[item])) scores[item] = pull;
    else scores[item] = scale * scores[item] + shift + pull;
  }
}
