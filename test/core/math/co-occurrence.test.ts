import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowOf } from '../../../src/core/data/csr.ts';
import type { Sessions } from '../../../src/core/data/sessions.ts';
import type { CoOccurrence, CoOccurrenceRules } from '../../../src/core/math/co-occurrence.ts';
import { countTogether } from '../../../src/core/math/co-occurrence.ts';

fc.configureGlobal({ seed: 1 });

const items = 8;

function sessionsFrom(lists: readonly number[][]): Sessions {
  const indptr = new Uint32Array(lists.length + 1);
  lists.forEach((list, s) => (indptr[s + 1] = indptr[s] + list.length));
  return { user: Uint32Array.from(lists.keys()), indptr, items: Uint32Array.from(lists.flat()) };
}

function count(lists: readonly number[][], rules: Partial<CoOccurrenceRules> = {}): CoOccurrence {
  const run = countTogether(sessionsFrom(lists), items, {
    window: 0,
    keep: items,
    strength: (together) => together,
    ...rules,
  });
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

const neighborsOf = ({ pairs }: CoOccurrence, item: number) => {
  const { indices, values } = rowOf(pairs, item);
  return [...indices].map((other, i) => [other, values[i]]);
};

it('counts sessions that hold both, a repeated visit once', () => {
  const found = count([[0, 1, 0, 1], [1, 0], [2]]);
  expect(neighborsOf(found, 0)).toEqual([[1, 2]]);
  expect(neighborsOf(found, 2)).toEqual([]);
  expect([...found.occurrences]).toEqual([2, 2, 1, 0, 0, 0, 0, 0]);
});

it('looks only as far as the window, in distinct items', () => {
  expect(neighborsOf(count([[0, 1, 1, 1, 2, 3]], { window: 2 }), 0)).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

it('keeps the strongest, and of equal ones the first', () => {
  const found = count(
    [
      [0, 3, 2, 1],
      [0, 3],
      [0, 5],
    ],
    { keep: 3 },
  );
  expect(neighborsOf(found, 0)).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
});

it('agrees with counting every pair of positions', () => {
  const session = fc.array(fc.nat(items - 1), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(session, { maxLength: 6 }),
      fc.nat(4),
      fc.integer({ min: 1, max: items }),
      (lists, window, keep) => {
        const together = Array.from({ length: items }, () => new Array<number>(items).fill(0));
        for (const list of lists) {
          const distinct = [...new Set(list)];
          distinct.forEach((a, i) =>
            distinct.forEach((b, j) => {
              if (i !== j && (window === 0 || Math.abs(i - j) <= window)) together[a][b]++;
            }),
          );
        }
        const found = count(lists, { window, keep });
        together.forEach((row, a) => {
          const best = row
            .map((value, b) => [b, value])
            .filter(([, value]) => value > 0)
            .sort(([b, x], [c, y]) => y - x || b - c)
            .slice(0, keep)
            .sort(([b], [c]) => b - c);
          expect(neighborsOf(found, a)).toEqual(best);
        });
      },
    ),
  );
});
