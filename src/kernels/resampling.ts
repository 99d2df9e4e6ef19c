import type { ResamplingKernel, ResamplingProblem } from '../core/compute.ts';
import type { KernelMemory } from './memory.ts';
import type { Pool } from './pool.ts';

/** People whose counts, two bits each, fit one word; as in assembly/resampling.ts, like the tables. */
const GROUP = 16;
const TABLES = 4 * 256 * 16;

/** Lays the problem out in the kernels' memory; the kernel is in assembly/resampling.ts. */
export function resamplingKernel(memory: KernelMemory, pool: Pool, problem: ResamplingProblem): ResamplingKernel {
  const { columns, seed, held } = problem;
  const people = columns[0].length;
  const groups = Math.ceil(people / GROUP);
  const padded = groups * GROUP;
  const pairs = Math.ceil(columns.length / 2);
  const { at, release } = memory.layOut({
    task: 64,
    state: 16,
    counts: padded,
    codes: groups * held * 4,
    values: pairs * padded * 16,
    sums: pairs * held * 16,
    tables: pool.threads * TABLES,
  });
  memory.uint32(at.state, 4).set(seed);
  memory.zero(at.counts, padded);
  const values = memory.float64(at.values, pairs * padded * 2).fill(0);
  columns.forEach((column, c) => {
    const first = (c >> 1) * padded * 2 + (c & 1);
    for (let person = 0; person < people; person++) values[first + 2 * person] = column[person];
  });

  let drawn = 0;
  return {
    draw(from, to) {
      begin();
      // One chunk, so that the calling thread draws all of them, in order.
      pool.run('drawPeople', at.task, from, to, to - from);
      drawn = to;
    },
    sums(from, to) {
      begin();
      pool.run('addColumns', at.task, from >> 1, Math.ceil(to / 2), 1);
      return Array.from({ length: to - from }, (_, c) => readColumn(from + c));
    },
    dispose: release,
  };

  function begin(): void {
    memory
      .int32(at.task, 11)
      .set([people, groups, pairs, held, drawn, at.state, at.counts, at.codes, at.values, at.sums, at.tables]);
  }

  function readColumn(c: number): Float64Array {
    const beside = memory.float64(at.sums + (c >> 1) * held * 16, 2 * drawn);
    const sums = new Float64Array(drawn);
    for (let r = 0; r < drawn; r++) sums[r] = beside[2 * r + (c & 1)];
    return sums;
  }
}
