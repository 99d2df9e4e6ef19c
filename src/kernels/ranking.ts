import type { RankingKernel, RankingLoss, RankingProblem } from '../core/compute.ts';
import type { CsrMatrix } from '../core/data/csr.ts';
import { LabError } from '../core/errors.ts';
import { groupsFor, handOf, isPlain, patience } from '../core/math/exact-ranking.ts';
import { adadelta } from '../core/math/gradient-steps.ts';
import { warpWeight } from '../core/math/ranking-loss.ts';
import { arrangeCells, drawStrata, itemGroupOf, oneStratum, partsOf } from '../core/math/strata.ts';
import { xorshift } from '../core/math/xorshift.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** In the order the kernel numbers them. */
const losses: readonly RankingLoss[] = ['warp', 'warp-kos', 'bpr', 'logistic'];
const rules: readonly RankingProblem['step'][] = ['sgd', 'adagrad', 'adadelta'];

/** A table of who has what is kept up to this size; beyond it, rows are searched. */
const LARGEST_TABLE = 2 ** 25;
/** Bytes of a block's record in assembly/ranking.ts. */
const BLOCK_BYTES = 64;

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

  const groups = groupsFor(problem);
  const scratch = 128 + 32 + 4 * stride + Math.ceil((problem.drawn * 8) / 64) * 64;
  const takenBytes = Math.ceil(cells.cols / 32) * 4;
  const table = cells.rows * takenBytes <= LARGEST_TABLE ? cells.rows * takenBytes : 0;
  const { at, release } = memory.layOut({
    task: 128,
    examples: count * 16,
    start: (cells.rows + 1) * 4,
    items: count * 4,
    weights: count * 4,
    blocks: groups * groups * BLOCK_BYTES,
    members: cells.cols * 4,
    taken: table,
    rule: 32,
    rankWeights: (problem.maxDraws + 1) * 4,
    scratch: pool.threads * scratch,
    ...(own('user', userFeatures) as Record<Piece, number>),
    ...(own('item', itemFeatures) as Record<Piece, number>),
  });
  layOutCells();
  layOutFeatures('user', userFeatures, problem.userEmbeddings, factors);
  layOutFeatures('item', itemFeatures, problem.itemEmbeddings, factors + 1);
  layOutRule();
  memory
    .float32(at.rankWeights, problem.maxDraws + 1)
    .set(Float32Array.from({ length: problem.maxDraws + 1 }, (_, draw) => draw && warpWeight(cells.cols, draw)));
  memory.int32(at.task, 30).set([
    // The five after the blocks are those of the block at hand.
    ...[at.blocks, 0, 0, 0, 0, 0, at.start, at.items, at.weights, table && at.taken, takenBytes],
    ...[at['user.record'], at['item.record'], Number(isPlain(userFeatures) && isPlain(itemFeatures))],
    ...[at.rule, factors, stride],
    ...[losses.indexOf(problem.loss), Number(problem.negatives === 'popular'), Number(problem.biases)],
    ...[problem.maxDraws, problem.drawn, problem.position, problem.negativesPerPositive, patience, handOf(groups)],
    ...[at.rankWeights, at.scratch, scratch],
  ]);

  const chance = xorshift(problem.seed);
  let strata = oneStratum(cells, problem.seed);
  if (groups === 1) layOutBlocks();

  return {
    train(from, to) {
      if (from === 0 && groups > 1) {
        strata = drawStrata(cells, groups, chance);
        layOutBlocks();
      }
      let sum = 0;
      for (const part of partsOf(strata, from, to)) {
        const first = part.stratum * groups;
        for (let block = 0; block < groups; block++) {
          const record = at.blocks + (first + block) * BLOCK_BYTES;
          memory.int32(record + 16, 2).set([part.from[block], part.to[block]]);
        }
        pool.run('rankingBlocks', at.task, first, first + groups, 1);
        for (let block = 0; block < groups; block++) {
          sum += memory.float64(at.blocks + (first + block) * BLOCK_BYTES + 24, 1)[0];
        }
      }
      return sum;
    },
    userEmbeddings: () => readTable('user', userFeatures.cols, factors),
    itemEmbeddings: () => readTable('item', itemFeatures.cols, factors + 1),
    dispose: release,
  };

  function layOutCells(): void {
    memory.uint32(at.start, cells.rows + 1).set(cells.indptr);
    memory.uint32(at.items, count).set(cells.indices);
    memory.float32(at.weights, count).set(cells.values);
    memory.zero(at.taken, table);
    const taken = memory.uint32(at.taken, table / 4);
    if (!table) return;
    for (let user = 0; user < cells.rows; user++) {
      const row = (user * takenBytes) / 4;
      for (let cell = cells.indptr[user]; cell < cells.indptr[user + 1]; cell++) {
        const item = cells.indices[cell];
        taken[row + (item >>> 5)] |= 1 << (item & 31);
      }
    }
  }

  function layOutBlocks(): void {
    const { members, memberStart, blockStart, seeds } = strata;
    const examples = memory.uint32(at.examples, 4 * count);
    const weights = memory.float32(at.examples, 4 * count);
    arrangeCells(cells, strata, (place, cell, user) => {
      examples[4 * place] = cells.indices[cell];
      examples[4 * place + 1] = user;
      weights[4 * place + 2] = cells.values[cell];
    });
    memory.uint32(at.members, cells.cols).set(members);
    for (let block = 0; block < groups * groups; block++) {
      const record = memory.int32(at.blocks + block * BLOCK_BYTES, BLOCK_BYTES / 4);
      const group = itemGroupOf(groups, block);
      record.set([
        ...[at.examples + 16 * blockStart[block], blockStart[block + 1] - blockStart[block]],
        ...[at.members + 4 * memberStart[group], memberStart[group + 1] - memberStart[group]],
      ]);
      record.set(seeds.subarray(4 * block, 4 * block + 4), 8);
    }
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
