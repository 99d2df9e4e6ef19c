/**
 * R. Gemulla, E. Nijkamp, P. J. Haas, Y. Sismanis, "Large-scale matrix factorization with distributed stochastic gradient
 * descent", KDD 2011: how gradient steps that follow one another can be taken side by side.
 *
 * Every user and every item is put into one of g groups by chance. A block holds the cells of one group of users and one of
 * items; stratum s holds the blocks (a, a + s mod g). Blocks of a stratum share neither users nor items, so what one learns
 * is nothing to the others, and the result is the same whether they take turns or not. Strata follow one another; in each
 * epoch groups are drawn anew. A block also touches only a g-th of the factors, which a cache can hold.
 */
import type { CsrMatrix } from '../data/csr.ts';
import type { Xorshift } from './xorshift.ts';

/** Below as many cells one block is fast enough. */
const fewestCells = 2 ** 18;
/** A block's items are what its cells are compared with. */
const fewestPerGroup = 200;
/** Parameters of a block, at most, where there are users and items enough. */
const parametersPerBlock = 2 ** 17;
const mostGroups = 64;

/** g, a power of two; 1 where a single block is to be learned as it is. */
export function groupsOf({ rows, cols, indices }: CsrMatrix, parametersPerRow: number): number {
  if (indices.length < fewestCells) return 1;
  const wanted = Math.max(4, ((rows + cols) * parametersPerRow) / parametersPerBlock);
  let groups = 1;
  while (groups < Math.min(wanted, mostGroups) && 2 * groups * fewestPerGroup <= Math.min(rows, cols)) groups *= 2;
  return groups;
}

export interface Strata {
  readonly groups: number;
  /** Group of each user, and of each item. */
  readonly users: Uint8Array;
  readonly items: Uint8Array;
  /** Items by group: those of group h are members[memberStart[h]] .. members[memberStart[h + 1]]. */
  readonly members: Uint32Array;
  readonly memberStart: Uint32Array;
  /** Where each block starts among the cells in order of blocks, and their number. Block s · g + a is (a, a + s mod g). */
  readonly blockStart: Uint32Array;
  /** Four words for each block, from which its chance follows. */
  readonly seeds: Uint32Array;
}

export function drawStrata(cells: CsrMatrix, groups: number, random: Xorshift): Strata {
  const users = Uint8Array.from({ length: cells.rows }, () => random.below(groups));
  const items = Uint8Array.from({ length: cells.cols }, () => random.below(groups));
  const seeds = Uint32Array.from({ length: groups * groups * 4 }, () => 1 + random.below(2 ** 32 - 1));
  const memberStart = startsOf(groups, items);
  const cursor = memberStart.slice();
  const members = new Uint32Array(cells.cols);
  items.forEach((group, item) => (members[cursor[group]++] = item));

  const blockStart = new Uint32Array(groups * groups + 1);
  const blocks = blockTable(groups);
  for (let user = 0; user < cells.rows; user++) {
    const row = users[user] * groups;
    for (let at = cells.indptr[user], end = cells.indptr[user + 1]; at < end; at++) {
      blockStart[1 + blocks[row + items[cells.indices[at]]]]++;
    }
  }
  for (let block = 0; block < groups * groups; block++) blockStart[block + 1] += blockStart[block];
  return { groups, users, items, members, memberStart, blockStart, seeds };
}

/** One block with everything, its items in their order. */
export function oneStratum(cells: CsrMatrix, seed: Uint32Array): Strata {
  return {
    groups: 1,
    users: new Uint8Array(cells.rows),
    items: new Uint8Array(cells.cols),
    members: Uint32Array.from({ length: cells.cols }, (_, item) => item),
    memberStart: Uint32Array.of(0, cells.cols),
    blockStart: Uint32Array.of(0, cells.indices.length),
    seeds: seed.slice(),
  };
}

/** Hands out the cells, each with its place in order of blocks; within a block they keep their order. */
export function arrangeCells(
  cells: CsrMatrix,
  { groups, users, items, blockStart }: Strata,
  put: (place: number, cell: number, user: number) => void,
): void {
  const cursor = blockStart.slice();
  const blocks = blockTable(groups);
  for (let user = 0; user < cells.rows; user++) {
    const row = users[user] * groups;
    for (let at = cells.indptr[user], end = cells.indptr[user + 1]; at < end; at++) {
      put(cursor[blocks[row + items[cells.indices[at]]]]++, at, user);
    }
  }
}

/** The group of a block's items. */
export const itemGroupOf = (groups: number, block: number): number =>
  (Math.floor(block / groups) + (block % groups)) % groups;

/**
 * Steps from .. to of an epoch, as steps of each block, counted within it: the blocks of a stratum go on side by side. Where
 * an epoch is cut makes no difference to what is learned.
 */
export function* partsOf(
  { groups, blockStart }: Strata,
  from: number,
  to: number,
): Generator<{ readonly stratum: number; readonly from: number[]; readonly to: number[] }> {
  for (let stratum = 0; stratum < groups; stratum++) {
    const first = stratum * groups;
    const start = blockStart[first];
    const length = blockStart[first + groups] - start;
    const [low, high] = [Math.max(from, start) - start, Math.min(to, start + length) - start];
    if (low >= high) continue;
    const share = (steps: number) =>
      Array.from({ length: groups }, (_, block) => {
        const own = blockStart[first + block + 1] - blockStart[first + block];
        return Math.floor((steps * own) / length);
      });
    yield { stratum, from: share(low), to: share(high) };
  }
}

/** The block of a group of users and one of items, row-major. */
function blockTable(groups: number): Uint16Array {
  return Uint16Array.from({ length: groups * groups }, (_, pair) => {
    const user = Math.floor(pair / groups);
    const item = pair % groups;
    return ((item - user + groups) % groups) * groups + user;
  });
}

function startsOf(groups: number, of: Uint8Array): Uint32Array {
  const start = new Uint32Array(groups + 1);
  for (const group of of) start[group + 1]++;
  for (let group = 0; group < groups; group++) start[group + 1] += start[group];
  return start;
}
