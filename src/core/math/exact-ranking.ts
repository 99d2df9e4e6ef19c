import type { RankingKernel, RankingProblem } from '../compute.ts';
import type { Values } from '../data/csr.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import type { Gradient, Term } from './feature-embeddings.ts';
import { gradientsOf, represent, scoreOf } from './feature-embeddings.ts';
import { gradientSteps } from './gradient-steps.ts';
import { bprLoss, kthPositive, logisticLoss, warpLoss, warpNegative, warpWeight } from './ranking-loss.ts';
import { xorshift } from './xorshift.ts';

export type ExactRankingProblem = Omit<RankingProblem, 'userEmbeddings' | 'itemEmbeddings'> & {
  readonly userEmbeddings: Values;
  readonly itemEmbeddings: Values;
};

export type ExactRanking = Omit<RankingKernel, 'userEmbeddings' | 'itemEmbeddings'> & {
  userEmbeddings(): Float64Array;
  itemEmbeddings(): Float64Array;
};

/** A negative that keeps turning out to be a positive is given up after as many draws: the user has nearly everything. */
export const patience = 100;

/**
 * The ranking kernel as the formulas read: float64, a term at a time, the same draws in the same order. For results that
 * must agree to the last digits; some thirty times slower than WebAssembly.
 */
export function exactRanking(problem: ExactRankingProblem): ExactRanking {
  const { cells, loss, factors, maxDraws, regularization } = problem;
  const width = factors + 1;
  const items = cells.cols;
  const users = side(problem.userEmbeddings);
  const goods = side(problem.itemEmbeddings);
  const random = xorshift(problem.seed);
  const order = Uint32Array.from(cells.indices, (_, cell) => cell);
  const userOf = new Uint32Array(order.length);
  for (let user = 0; user < cells.rows; user++) userOf.fill(user, cells.indptr[user], cells.indptr[user + 1]);

  function side(start: Values) {
    const embeddings = Float64Array.from(start);
    return { embeddings, steps: gradientSteps(embeddings, problem.step, problem.learningRate) };
  }
  const itemTerm = (item: number): Omit<Term, 'slope'> => {
    const features = rowOf(problem.itemFeatures, item);
    return { features, vector: represent(features, goods.embeddings, width) };
  };
  const drawItem = () =>
    problem.negatives === 'uniform' ? random.below(items) : cells.indices[random.below(cells.indices.length)];

  return {
    train(from, to) {
      let sum = 0;
      for (let step = from; step < to; step++) sum += learn(nextCell(step));
      return sum;
    },
    userEmbeddings: () => users.embeddings.slice(),
    itemEmbeddings: () => goods.embeddings.slice(),
    dispose() {},
  };

  /** A shuffle that is made while it is used. */
  function nextCell(step: number): number {
    const chosen = step + random.below(order.length - step);
    const cell = order[chosen];
    order[chosen] = order[step];
    order[step] = cell;
    return cell;
  }

  function learn(cell: number): number {
    const user = userOf[cell];
    const own = rowOf(cells, user);
    const isPositive = (item: number) => indexIn(own.indices, item) >= 0;
    const features = rowOf(problem.userFeatures, user);
    const described = () => ({ features, vector: represent(features, users.embeddings, width) });
    const taste = described();
    const scoreFor = (item: number) => scoreOf(taste.vector, itemTerm(item).vector);
    let item = cells.indices[cell];
    let count = Math.abs(cells.values[cell]);

    if (loss === 'logistic') {
      const liked = cells.values[cell] > 0;
      let sum = learnPoint(item, liked, count);
      for (let extra = 0; liked && extra < problem.negativesPerPositive; extra++) {
        const negative = drawOther();
        if (negative !== null) sum += learnPoint(negative, false, count);
      }
      return sum;
    }
    if (loss === 'warp-kos') {
      const drawn = Array.from(
        { length: Math.min(problem.drawn, own.indices.length) },
        () => own.indices[random.below(own.indices.length)],
      );
      item = kthPositive(drawn, scoreFor, problem.position);
      count = own.values[indexIn(own.indices, item)];
    }
    const score = scoreFor(item);
    if (loss === 'bpr') {
      const negative = drawOther();
      if (negative === null) return 0;
      const { loss: amount, slope } = bprLoss(score, scoreFor(negative));
      return learnPair(negative, amount, slope);
    }
    const found = warpNegative(drawItem, maxDraws, score, scoreFor, isPositive);
    if (!found) return 0;
    const { loss: amount, slope } = warpLoss(score, scoreFor(found.negative), warpWeight(items, found.draws));
    return learnPair(found.negative, amount, slope);

    function drawOther(): number | null {
      for (let draw = 0; draw < patience; draw++) {
        const other = drawItem();
        if (!isPositive(other)) return other;
      }
      return null;
    }
    function learnPair(negative: number, amount: number, slope: number): number {
      descend(gradientsOf(taste, [
        { ...itemTerm(item), slope: count * slope },
        { ...itemTerm(negative), slope: -count * slope },
      ])); // prettier-ignore
      return count * amount;
    }
    function learnPoint(point: number, liked: boolean, weight: number): number {
      const now = described();
      const term = itemTerm(point);
      const { loss: amount, slope } = logisticLoss(scoreOf(now.vector, term.vector), liked);
      descend(gradientsOf(now, [{ ...term, slope: weight * slope }]));
      return weight * amount;
    }
  }

  function descend(gradients: { readonly users: readonly Gradient[]; readonly items: readonly Gradient[] }): void {
    for (const [{ embeddings, steps }, list] of [
      [users, gradients.users],
      [goods, gradients.items],
    ] as const) {
      for (const { feature, values } of list) {
        const at = feature * width;
        for (let f = 0; f < width; f++) values[f] += regularization * embeddings[at + f];
        if (!problem.biases) values[factors] = 0;
        steps.apply(at, values);
      }
    }
  }
}
