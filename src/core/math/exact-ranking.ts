import type { RankingKernel, RankingProblem } from '../compute.ts';
import type { CsrMatrix, Values } from '../data/csr.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import type { Gradient, Term } from './feature-embeddings.ts';
import { gradientsOf, represent, scoreOf } from './feature-embeddings.ts';
import { gradientSteps } from './gradient-steps.ts';
import { bprLoss, kthPositive, logisticLoss, warpLoss, warpNegative, warpWeight } from './ranking-loss.ts';
import { arrangeCells, drawStrata, groupsOf, itemGroupOf, oneStratum, partsOf } from './strata.ts';
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

/** As many cells of a block are drawn at a time, so that drawing need not wait for learning; one, where there is one block. */
export const handOf = (groups: number): number => (groups > 1 ? 64 : 1);

/** Into how many groups users and items are divided. Shared features, and positives from all of a user's, cannot be. */
export function groupsFor(problem: Omit<RankingProblem, 'userEmbeddings' | 'itemEmbeddings'>): number {
  const { cells, userFeatures, itemFeatures, factors, loss, step } = problem;
  if (loss === 'warp-kos' || step === 'adadelta' || !isPlain(userFeatures) || !isPlain(itemFeatures)) return 1;
  return groupsOf(cells, (factors + 2) * (step === 'adagrad' ? 2 : 1));
}

/** Whether every row is one feature of its own, of weight 1. */
export function isPlain({ rows, cols, indices, values }: CsrMatrix): boolean {
  return (
    rows === cols &&
    indices.length === rows &&
    indices.every((feature, row) => feature === row) &&
    values.every((weight) => weight === 1)
  );
}

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
  const groups = groupsFor(problem);
  const hand = handOf(groups);
  const chance = xorshift(problem.seed);
  /** Cells in order of blocks, and within those, as far as it has been drawn, in the order of the epoch. */
  const order = new Uint32Array(cells.indices.length);
  const userOf = new Uint32Array(order.length);
  for (let user = 0; user < cells.rows; user++) userOf.fill(user, cells.indptr[user], cells.indptr[user + 1]);
  let strata = oneStratum(cells, problem.seed);
  let randoms = [chance];
  let block = { random: chance, start: 0, count: order.length, items: strata.members };
  arrangeCells(cells, strata, (place, cell) => (order[place] = cell));

  function side(start: Values) {
    const embeddings = Float64Array.from(start);
    return { embeddings, steps: gradientSteps(embeddings, problem.step, problem.learningRate) };
  }
  const itemTerm = (item: number): Omit<Term, 'slope'> => {
    const features = rowOf(problem.itemFeatures, item);
    return { features, vector: represent(features, goods.embeddings, width) };
  };
  const drawItem = () =>
    problem.negatives === 'uniform'
      ? block.items[block.random.below(block.items.length)]
      : cells.indices[order[block.start + block.random.below(block.count)]];

  return {
    train(from, to) {
      if (from === 0 && groups > 1) regroup();
      let sum = 0;
      for (const part of partsOf(strata, from, to)) {
        for (let own = 0; own < groups; own++) {
          block = blockAt(part.stratum * groups + own);
          for (let step = part.from[own]; step < part.to[own]; step++) sum += learn(nextCell(step));
        }
      }
      return sum;
    },
    userEmbeddings: () => users.embeddings.slice(),
    itemEmbeddings: () => goods.embeddings.slice(),
    dispose() {},
  };

  function regroup(): void {
    strata = drawStrata(cells, groups, chance);
    randoms = Array.from({ length: groups * groups }, (_, own) =>
      xorshift(strata.seeds.subarray(4 * own, 4 * own + 4)),
    );
    arrangeCells(cells, strata, (place, cell) => (order[place] = cell));
  }

  function blockAt(own: number) {
    const { members, memberStart, blockStart } = strata;
    const group = itemGroupOf(groups, own);
    return {
      random: randoms[own],
      start: blockStart[own],
      count: blockStart[own + 1] - blockStart[own],
      items: members.subarray(memberStart[group], memberStart[group + 1]),
    };
  }

  /** A shuffle that is made while it is used, `hand` cells at a time. */
  function nextCell(step: number): number {
    const { random, start, count } = block;
    for (let at = step; step % hand === 0 && at < Math.min(step + hand, count); at++) {
      const chosen = start + at + random.below(count - at);
      const cell = order[chosen];
      order[chosen] = order[start + at];
      order[start + at] = cell;
    }
    return order[start + step];
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
        () => own.indices[block.random.below(own.indices.length)],
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
