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

export function scalingOf(scores: Float64Array, { standardize }: Boost): Scaling {
  if (!standardize) return { scale: 1, shift: 0 };
  let sum = 0;
  for (const score of scores) sum += score;
  const mean = sum / scores.length;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  const deviation = Math.sqrt(squares / scores.length);
  // Equal scores are in no order, and have no scale.
  const scale = deviation > 0 ? 1 / deviation : 1;
  return { scale, shift: -mean * scale };
}

/** In place. A likeness of NaN counts 0. */
export function boostScores(scores: Float64Array, likeness: ArrayLike<number>, boost: Boost): void {
  const { scale, shift } = scalingOf(scores, boost);
  for (let item = 0; item < scores.length; item++) {
    scores[item] = scale * scores[item] + shift + boost.share * (likeness[item] || 0);
  }
}
