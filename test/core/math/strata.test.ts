import { describe, expect, it } from 'vitest';
import type { CsrMatrix } from '../../../src/core/data/csr.ts';
import { arrangeCells, drawStrata, groupsOf, itemGroupOf, partsOf } from '../../../src/core/math/strata.ts';
import { xorshift } from '../../../src/core/math/xorshift.ts';
import { randomMatrix } from '../../kernels/random-problems.ts';

const cells = randomMatrix({ rows: 90, cols: 70, cells: 1500, seed: 5 });
const count = cells.indices.length;
const strata = drawStrata(cells, 4, xorshift(Uint32Array.of(1, 2, 3, 4)));

describe('strata', () => {
  it('put every cell in the block of its user and its item, once', () => {
    const seen = new Uint8Array(count);
    arrangeCells(cells, strata, (place, cell, user) => {
      seen[place]++;
      const block = strata.blockStart.findLastIndex((start) => start <= place);
      expect(block % 4).toBe(strata.users[user]);
      expect(itemGroupOf(4, block)).toBe(strata.items[cells.indices[cell]]);
    });
    expect(seen).toEqual(new Uint8Array(count).fill(1));
  });

  it('hold blocks that share neither users nor items', () => {
    for (let stratum = 0; stratum < 4; stratum++) {
      const groups = [0, 1, 2, 3].map((own) => itemGroupOf(4, stratum * 4 + own));
      expect(new Set(groups).size).toBe(4);
    }
  });

  it('list the items of each group', () => {
    const { members, memberStart, items } = strata;
    for (let group = 0; group < 4; group++) {
      const own = [...members.subarray(memberStart[group], memberStart[group + 1])];
      expect(own).toEqual([...items.keys()].filter((item) => items[item] === group));
    }
  });

  it('take every step of every block once, however an epoch is cut', () => {
    for (const cut of [count, 100, 7]) {
      const taken = new Uint32Array(16);
      for (let from = 0; from < count; from += cut) {
        for (const part of partsOf(strata, from, Math.min(count, from + cut))) {
          part.from.forEach((start, own) => {
            expect(start).toBe(taken[part.stratum * 4 + own]);
            taken[part.stratum * 4 + own] = part.to[own];
          });
        }
      }
      expect([...taken]).toEqual(
        Array.from(taken, (_, block) => strata.blockStart[block + 1] - strata.blockStart[block]),
      );
    }
  });

  it('are as many as caches and threads ask for, and no more than items allow', () => {
    const shape = (rows: number, cols: number, events: number): CsrMatrix => ({
      ...{ rows, cols, indptr: new Uint32Array(0), values: new Float32Array(0) },
      indices: new Uint32Array(events),
    });
    expect(groupsOf(shape(671, 9000, 100_000), 66)).toBe(1);
    expect(groupsOf(shape(6040, 3706, 1_000_209), 66)).toBe(8);
    expect(groupsOf(shape(200_758, 1000, 1_000_000), 66)).toBe(4);
    expect(groupsOf(shape(50_000, 300, 500_000), 66)).toBe(1);
  });
});
