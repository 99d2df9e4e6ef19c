/**
 * Losses on one example: s⁺ the score of an item the user has, s⁻ of one they have not.
 *   logistic  ln(1 + e^−s) for a liked item, ln(1 + e^s) for another           slope  σ(s) − y
 *   BPR       ln(1 + e^−(s⁺ − s⁻))                                             slopes ∓ (1 − σ(s⁺ − s⁻))
 *   WARP      w · max(0, 1 − s⁺ + s⁻)                                          slopes ∓ w
 * WARP draws items until one violates the margin, s⁻ > s⁺ − 1, and is no positive; the t-th draw makes
 *   w = min(10, ln max(1, ⌊(items − 1) / t⌋)),
 * since a positive far down the list is soon beaten by a random item. k-OS WARP learns from the k-th best of a few
 * positives instead of the positive of the example.
 *
 * S. Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback", UAI 2009.
 * J. Weston, S. Bengio, N. Usunier, "WSABIE: scaling up to large vocabulary image annotation", IJCAI 2011.
 * J. Weston, H. Yee, R. J. Weiss, "Learning to rank recommendations with the k-order statistic loss", RecSys 2013.
 */
import { exp, ln, log1p } from './elementary.ts';

/** A loss and its derivative with respect to the score of the (positive) item; that of the negative one is its opposite. */
export interface Slope {
  readonly loss: number;
  readonly slope: number;
}

const sigmoid = (x: number) => 1 / (1 + exp(-x));
/** ln(1 + eˣ), without overflow. */
const softplus = (x: number) => (x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)));

export const bprLoss = (positive: number, negative: number): Slope => ({
  loss: softplus(negative - positive),
  slope: -sigmoid(negative - positive),
});

export const logisticLoss = (score: number, liked: boolean): Slope => ({
  loss: softplus(liked ? -score : score),
  slope: sigmoid(score) - (liked ? 1 : 0),
});

export const warpLoss = (positive: number, negative: number, weight: number): Slope => {
  const hinge = 1 - positive + negative;
  return hinge > 0 ? { loss: weight * hinge, slope: -weight } : { loss: 0, slope: 0 };
};

/** w of a violation found at that draw, counted from 1. */
export const warpWeight = (items: number, draw: number): number =>
  Math.min(10, ln(Math.max(1, Math.floor((items - 1) / draw))));

/** The first drawn item that violates the margin and is no positive, and which draw it was; null after `maxDraws` in vain. */
export function warpNegative(
  draw: () => number,
  maxDraws: number,
  positiveScore: number,
  scoreOf: (item: number) => number,
  isPositive: (item: number) => boolean,
): { readonly negative: number; readonly draws: number } | null {
  for (let draws = 1; draws <= maxDraws; draws++) {
    const negative = draw();
    if (scoreOf(negative) > positiveScore - 1 && !isPositive(negative)) return { negative, draws };
  }
  return null;
}

/** The item at that position, counted from 1, best score first, the lower index first on a tie; the last of a shorter list. */
export function kthPositive(positives: readonly number[], scoreOf: (item: number) => number, position: number): number {
  const ordered = positives
    .map((item) => ({ item, score: scoreOf(item) }))
    .sort((a, b) => b.score - a.score || a.item - b.item);
  return ordered[Math.min(position, ordered.length) - 1].item;
}
