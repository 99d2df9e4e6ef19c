import type { SgdKernel, SgdProblem } from '../core/compute.ts';
import { LabError } from '../core/errors.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** Lays the problem out in the kernels' memory; the kernel is in assembly/sgd.ts. */
export function sgdKernel(memory: KernelMemory, pool: Pool, problem: SgdProblem): SgdKernel {
  const { ratings, factors } = problem;
  const { rows, cols } = ratings;
  check(problem);
  const padded = Math.ceil(factors / 4) * 4;
  const cells = ratings.indices.length;
  const { at, release } = memory.layOut({
    task: 64,
    indptr: (rows + 1) * 4,
    indices: cells * 4,
    values: cells * 4,
    visits: rows * 4,
    users: rows * padded * 4,
    items: cols * padded * 4,
    userBiases: rows * 4,
    itemBiases: cols * 4,
    squares: 8,
  });
  memory.uint32(at.indptr, rows + 1).set(ratings.indptr);
  memory.uint32(at.indices, cells).set(ratings.indices);
  memory.float32(at.values, cells).set(ratings.values);
  memory.zero(at.userBiases, rows * 4);
  memory.zero(at.itemBiases, cols * 4);
  write(problem.userFactors, at.users, rows);
  write(problem.itemFactors, at.items, cols);

  return {
    visit(users) {
      if (users.length > rows)
        throw new LabError('BackendError', `Expected at most ${rows} users; got ${users.length}.`);
      memory.uint32(at.visits, users.length).set(users);
      const places = [at.indptr, at.indices, at.values, at.visits, at.users, at.items, at.userBiases, at.itemBiases];
      memory.int32(at.task, 9).set([...places, padded * 4]);
      memory.float32(at.task + 36, 3).set([problem.mean, problem.learningRate, problem.regularization]);
      memory.int32(at.task + 48, 1)[0] = at.squares;
      memory.float64(at.squares, 1)[0] = 0;
      // One chunk, so that the calling thread does all of it, in order.
      pool.run('descend', at.task, 0, users.length, users.length);
      return memory.float64(at.squares, 1)[0];
    },
    userFactors: () => read(at.users, rows),
    itemFactors: () => read(at.items, cols),
    userBiases: () => memory.float32(at.userBiases, rows).slice(),
    itemBiases: () => memory.float32(at.itemBiases, cols).slice(),
    dispose: release,
  };

  function write(from: Float32Array, place: number, count: number): void {
    const to = memory.float32(place, count * padded).fill(0);
    for (let row = 0; row < count; row++) to.set(from.subarray(row * factors, (row + 1) * factors), row * padded);
  }

  function read(place: number, count: number): Float32Array {
    const from = memory.float32(place, count * padded);
    const to = new Float32Array(count * factors);
    for (let row = 0; row < count; row++) {
      to.set(from.subarray(row * padded, row * padded + factors), row * factors);
    }
    return to;
  }
}

function check({ ratings, factors, userFactors, itemFactors }: SgdProblem): void {
  for (const [name, values, rows] of [
    ['userFactors', userFactors, ratings.rows],
    ['itemFactors', itemFactors, ratings.cols],
  ] as const) {
    if (values.length === rows * factors) continue;
    throw new LabError('BackendError', `Expected ${name} to hold ${rows} × ${factors} numbers; got ${values.length}.`);
  }
}
