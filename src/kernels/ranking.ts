import type { RankingKernel, RankingLoss, RankingProblem } from '../core/compute.ts';
import type { CsrMatrix } from '../core/data/csr.ts';
import { LabError } from '../core/errors.ts';
import { patience } from '../core/math/exact-ranking.ts';
import { adadelta } from '../core/math/gradient-steps.ts';
import { warpWeight } from '../core/math/ranking-loss.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** In the order the kernel numbers them. */
const losses: readonly RankingLoss[] = ['warp', 'warp-kos', 'bpr', 'logistic'];
const rules: readonly RankingProblem['step'][] = ['sgd', 'adagrad', 'adadelta'];

/** Lays the problem out in the kernels' memory; the kernel is in assembly/ranking.ts. */
export function rankingKernel(memory: KernelMemory, pool: Pool, problem: RankingProblem): RankingKernel {
  const { cells, userFeatures, itemFeatures, factors } = problem;
  check(problem);
  const count = cells.indices.length;
  // Beside the factors a lane for the bias of users and one for the bias of items.
  const lanes = Math.ceil((factors + 2) / 4) * 4;
  const stride = lanes * 4;
  const copies = 1 + rules.indexOf(problem.step);
  const sizesOf = (features: CsrMatrix) => ({
    record: 32,
    start: (features.rows + 1) * 4,
    indices: features.indices.length * 4,
    weights: features.indices.length * 4,
    table: features.cols * stride * copies,
  });
  const own = (side: string, features: CsrMatrix) =>
    Object.fromEntries(Object.entries(sizesOf(features)).map(([name, size]) => [`${side}.${name}`, size]));
  type Piece = `${'user' | 'item'}.${keyof ReturnType<typeof sizesOf>}`;

  const { at, release } = memory.layOut({
    task: 128,
    start: (cells.rows + 1) * 4,
    items: count * 4,
    weights: count * 4,
    users: count * 4,
    order: count * 4,
    rule: 32,
    rankWeights: (problem.maxDraws + 1) * 4,
    random: 16,
    sum: 8,
    scratch: 4 * stride + problem.drawn * 8,
    ...(own('user', userFeatures) as Record<Piece, number>),
    ...(own('item', itemFeatures) as Record<Piece, number>),
  });
  layOutCells();
  layOutFeatures('user', userFeatures, problem.userEmbeddings, factors);
  layOutFeatures('item', itemFeatures, problem.itemEmbeddings, factors + 1);
  layOutRule();
  memory.uint32(at.random, 4).set(problem.seed);
  memory
    .float32(at.rankWeights, problem.maxDraws + 1)
    .set(Float32Array.from({ length: problem.maxDraws + 1 }, (_, draw) => draw && warpWeight(cells.cols, draw)));
  memory
    .int32(at.task, 24)
    .set([
      ...[at.start, at.items, at.weights, at.users, at.order, count, cells.cols],
      ...[at['user.record'], at['item.record'], at.rule, factors, stride],
      ...[losses.indexOf(problem.loss), Number(problem.negatives === 'popular'), Number(problem.biases)],
      ...[problem.maxDraws, problem.drawn, problem.position, problem.negativesPerPositive, patience],
      ...[at.rankWeights, at.random, at.sum, at.scratch],
    ]);

  return {
    train(from, to) {
      // One chunk: a step builds on the one before it.
      pool.run('rankingSteps', at.task, from, to, Math.max(1, to - from));
      return from < to ? memory.float64(at.sum, 1)[0] : 0;
    },
    userEmbeddings: () => readTable('user', userFeatures.cols, factors),
    itemEmbeddings: () => readTable('item', itemFeatures.cols, factors + 1),
    dispose: release,
  };

  function layOutCells(): void {
    memory.uint32(at.start, cells.rows + 1).set(cells.indptr);
    memory.uint32(at.items, count).set(cells.indices);
    memory.float32(at.weights, count).set(cells.values);
    const users = memory.uint32(at.users, count);
    for (let user = 0; user < cells.rows; user++) users.fill(user, cells.indptr[user], cells.indptr[user + 1]);
    const order = memory.uint32(at.order, count);
    for (let cell = 0; cell < count; cell++) order[cell] = cell;
  }

  function layOutFeatures(side: 'user' | 'item', rows: CsrMatrix, embeddings: Float32Array, biasLane: number): void {
    memory.uint32(at[`${side}.start`], rows.rows + 1).set(rows.indptr);
    memory.uint32(at[`${side}.indices`], rows.indices.length).set(rows.indices);
    memory.float32(at[`${side}.weights`], rows.indices.length).set(rows.values);
    const size = rows.cols * lanes;
    const table = memory.float32(at[`${side}.table`], size * copies).fill(0);
    if (problem.step === 'adagrad') table.fill(1, size);
    for (let feature = 0; feature < rows.cols; feature++) {
      const from = feature * (factors + 1);
      table.set(embeddings.subarray(from, from + factors), feature * lanes);
      table[feature * lanes + biasLane] = embeddings[from + factors];
    }
    memory
      .int32(at[`${side}.record`], 5)
      .set([
        at[`${side}.start`],
        at[`${side}.indices`],
        at[`${side}.weights`],
        at[`${side}.table`],
        rows.cols * stride,
      ]);
  }

  function layOutRule(): void {
    memory.int32(at.rule, 2).set([rules.indexOf(problem.step), stride]);
    memory
      .float32(at.rule + 8, 4)
      .set([problem.learningRate, problem.regularization, adadelta.decay, adadelta.epsilon]);
  }

  function readTable(side: 'user' | 'item', features: number, biasLane: number): Float32Array {
    const table = memory.float32(at[`${side}.table`], features * lanes);
    const to = new Float32Array(features * (factors + 1));
    for (let feature = 0; feature < features; feature++) {
      const from = feature * lanes;
      to.set(table.subarray(from, from + factors), feature * (factors + 1));
      to[feature * (factors + 1) + factors] = table[from + biasLane];
    }
    return to;
  }
}

function check(problem: RankingProblem): void {
  const { cells, userFeatures, itemFeatures, factors } = problem;
  const expect = (fact: boolean, message: string) => {
    if (!fact) throw new LabError('BackendError', message);
  };
  for (const [name, features, embeddings, rows] of [
    ['user', userFeatures, problem.userEmbeddings, cells.rows],
    ['item', itemFeatures, problem.itemEmbeddings, cells.cols],
  ] as const) {
    expect(features.rows === rows, `Expected ${name}Features of ${rows} rows; got ${features.rows}.`);
    expect(
      embeddings.length === features.cols * (factors + 1),
      `Expected ${name}Embeddings to hold ${features.cols} × ${factors + 1} numbers; got ${embeddings.length}.`,
    );
  }
  expect(problem.seed.some(Boolean), 'Expected four words of seed, not all 0; got zeros.');
}
