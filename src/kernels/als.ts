import type { AlsKernel, AlsProblem } from '../core/compute.ts';
import type { CsrMatrix } from '../core/data/csr.ts';
import { LabError } from '../core/errors.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** Bytes of gathered rows a thread works on at a time: about a second-level cache. A row that takes more is a long one. */
const PANEL_BYTES = 2 ** 20;
/** Long rows that are solved together, at most; as in assembly/als.ts. */
const LONG = 64;
/** Sums over all rows are made of at most this many fixed blocks, whatever the number of threads. */
const BLOCKS = 32;
/** Rows a thread takes at a time: as many long ones as are solved together, if that leaves some for every thread. */
const chunkOf = (rows: number, threads: number) => Math.min(LONG, Math.max(16, Math.ceil(rows / threads)));

/** Lays the problem out in the kernels' memory; the kernels are in assembly/als.ts, gram.ts and loss.ts. */
export function alsKernel(memory: KernelMemory, pool: Pool, problem: AlsProblem): AlsKernel {
  const { byUser, byItem, factors, regularization, steps } = problem;
  check(problem);
  const padded = Math.ceil(factors / 4) * 4;
  const stride = padded * 4;
  const width = Math.ceil(factors / 8) * 8;
  const square = width * width * 4;
  // As assembly/als.ts describes it.
  const scratch = width * 4 * (1 + 3 * LONG) + 16 * LONG + PANEL_BYTES;
  const cells = byUser.indices.length;

  const { at, release } = memory.layOut({
    task: 64,
    userStart: (byUser.rows + 1) * 4,
    userIndices: cells * 4,
    userValues: (cells + 4) * 4,
    itemStart: (byItem.rows + 1) * 4,
    itemIndices: cells * 4,
    itemValues: (cells + 4) * 4,
    users: byUser.rows * stride,
    items: byItem.rows * stride,
    gram: square,
    userGram: square,
    itemGram: square,
    partials: BLOCKS * square,
    sums: BLOCKS * 8,
    scratch: pool.threads * scratch,
  });
  const sides = {
    users: {
      rows: byUser.rows,
      start: at.userStart,
      indices: at.userIndices,
      values: at.userValues,
      factors: at.users,
    },
    items: {
      rows: byItem.rows,
      start: at.itemStart,
      indices: at.itemIndices,
      values: at.itemValues,
      factors: at.items,
    },
  };
  copyCells(byUser, sides.users);
  copyCells(byItem, sides.items);
  copyFactors(problem.userFactors, sides.users);
  copyFactors(problem.itemFactors, sides.items);

  let begun: (typeof sides)['users'] | null = null;

  return {
    begin(name) {
      begun = sides[name];
      gramOf(sides[name === 'users' ? 'items' : 'users'], at.gram);
      const gram = memory.float32(at.gram, width * width);
      for (let f = 0; f < factors; f++) gram[f * width + f] += regularization;
    },
    solve(from, to) {
      if (!begun) throw new LabError('BackendError', 'Expected begin(side) before solve(from, to). Call it first.');
      const other = begun === sides.users ? sides.items : sides.users;
      memory
        .int32(at.task, 13)
        .set([
          ...[begun.start, begun.indices, begun.values, begun.factors, other.factors, other.rows, at.gram],
          ...[stride, width, steps, at.scratch, scratch, PANEL_BYTES],
        ]);
      pool.run('solveRows', at.task, from, to, chunkOf(to - from, pool.threads));
    },
    loss() {
      gramOf(sides.users, at.userGram);
      gramOf(sides.items, at.itemGram);
      const users = memory.float32(at.userGram, width * width);
      const items = memory.float32(at.itemGram, width * width);
      let loss = 0;
      for (let i = 0; i < users.length; i++) loss += users[i] * items[i];
      for (let f = 0; f < factors; f++) loss += regularization * (users[f * width + f] + items[f * width + f]);
      return loss + storedCells();
    },
    userFactors: () => readFactors(sides.users),
    itemFactors: () => readFactors(sides.items),
    dispose: release,
  };

  function gramOf(side: (typeof sides)['users'], out: number): void {
    const { block, blocks } = blocksOf(side.rows);
    memory.int32(at.task, 8).set([side.factors, side.rows, stride, block, blocks, at.partials, width, out]);
    pool.run('gramBlocks', at.task, 0, blocks, 1);
    pool.run('gramSum', at.task, 0, 1, 1);
  }

  /** What the stored cells add to Σ_all d². */
  function storedCells(): number {
    const { users, items } = sides;
    const { block, blocks } = blocksOf(users.rows);
    memory
      .int32(at.task, 9)
      .set([
        users.start,
        users.indices,
        users.values,
        users.factors,
        items.factors,
        stride,
        users.rows,
        block,
        at.sums,
      ]);
    pool.run('lossBlocks', at.task, 0, blocks, 1);
    return memory.float64(at.sums, blocks).reduce((sum, part) => sum + part, 0);
  }

  function copyCells(matrix: CsrMatrix, side: (typeof sides)['users']): void {
    memory.uint32(side.start, matrix.rows + 1).set(matrix.indptr);
    memory.uint32(side.indices, cells).set(matrix.indices);
    const values = memory.float32(side.values, cells + 4);
    values.set(matrix.values);
    values.fill(0, cells);
  }

  function copyFactors(from: Float32Array, side: (typeof sides)['users']): void {
    const to = memory.float32(side.factors, side.rows * padded).fill(0);
    for (let row = 0; row < side.rows; row++) {
      to.set(from.subarray(row * factors, (row + 1) * factors), row * padded);
    }
  }

  function readFactors(side: (typeof sides)['users']): Float32Array {
    const from = memory.float32(side.factors, side.rows * padded);
    const to = new Float32Array(side.rows * factors);
    for (let row = 0; row < side.rows; row++) {
      to.set(from.subarray(row * padded, row * padded + factors), row * factors);
    }
    return to;
  }
}

function blocksOf(rows: number): { block: number; blocks: number } {
  const block = Math.max(64, Math.ceil(rows / BLOCKS));
  return { block, blocks: Math.ceil(rows / block) };
}

function check({ byUser, byItem, factors, userFactors, itemFactors }: AlsProblem): void {
  const expect = (fact: boolean, message: string) => {
    if (!fact) throw new LabError('BackendError', message);
  };
  const shape = ({ rows, cols, indices }: CsrMatrix) => `${rows} × ${cols} with ${indices.length} cells`;
  expect(
    byUser.rows === byItem.cols && byUser.cols === byItem.rows && byUser.indices.length === byItem.indices.length,
    `Expected byItem to be the transpose of byUser, ${shape(byUser)}; got ${shape(byItem)}.`,
  );
  for (const [name, values, rows] of [
    ['userFactors', userFactors, byUser.rows],
    ['itemFactors', itemFactors, byItem.rows],
  ] as const) {
    expect(
      values.length === rows * factors,
      `Expected ${name} to hold ${rows} × ${factors} numbers; got ${values.length}.`,
    );
  }
}
