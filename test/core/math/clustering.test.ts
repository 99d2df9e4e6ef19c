import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { clusterByWpgma, cosineDistances, leafOrder } from '../../../src/core/math/clustering.ts';
import { describeShared, readShared } from '../../shared.ts';

const fixture = 'oracle/als-expected.json';

describeShared('clustering of the reference similarities', [fixture], () => {
  const { clustering, hybridSimilarity } = readShared(fixture);
  const rows: number[][] = hybridSimilarity.hybrid;
  const n = rows.length;
  const merges = clusterByWpgma(cosineDistances(rows.flat(), n), n);

  it('merges the same clusters at the same heights', () => {
    expect(merges).toHaveLength(clustering.merges.length);
    (clustering.merges as [number, number, number, number][]).forEach(([a, b, height, size], at) => {
      expect(merges[at]).toMatchObject({ a, b, size });
      expect(merges[at].height).toBeCloseTo(height, 9);
    });
  });

  it('orders the leaves alike', () => expect(leafOrder(merges, n)).toEqual(clustering.leafOrder));
});

describe('clustering', () => {
  it('merges by hand: 0 and 1 at 1, then 2 at the mean of 4 and 6, whatever the sizes', () => {
    const distances = [...[0, 1, 4, 9], ...[1, 0, 6, 9], ...[4, 6, 0, 9], ...[9, 9, 9, 0]];
    expect(clusterByWpgma(distances, 4)).toEqual([
      { a: 0, b: 1, height: 1, size: 2 },
      { a: 2, b: 4, height: 5, size: 3 },
      { a: 3, b: 5, height: 9, size: 4 },
    ]);
  });

  it('takes the pair of lower numbers first where distances are equal', () => {
    expect(clusterByWpgma([0, 1, 1, 1, 0, 1, 1, 1, 0], 3).map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('puts every leaf in the order once, and heights never fall', () => {
    const square = fc
      .integer({ min: 1, max: 12 })
      .chain((n) =>
        fc.tuple(
          fc.constant(n),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3 * n, maxLength: 3 * n }),
        ),
      );
    fc.assert(
      fc.property(square, ([n, values]) => {
        const merges = clusterByWpgma(cosineDistances(values, n), n);
        expect(leafOrder(merges, n).toSorted((a, b) => a - b)).toEqual([...Array(n).keys()]);
        merges.slice(1).forEach(({ height }, at) => expect(height).toBeGreaterThanOrEqual(merges[at].height - 1e-12));
        if (n > 1) expect(merges.at(-1)!.size).toBe(n);
      }),
    );
  });

  it('knows no distance to nothing but 1', () => {
    expect([...cosineDistances([0, 0, 3, 4], 2)]).toEqual([0, 1, 1, 0]);
  });
});
