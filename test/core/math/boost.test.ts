import { expect, it } from 'vitest';
import { boostScores } from '../../../src/core/math/boost.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { describeShared, readShared } from '../../shared.ts';

it('brings scores to one scale first, unless told otherwise', () => {
  const likeness = [0, NaN, 1];
  const scores = Float64Array.of(1, 2, 3);
  boostScores(scores, likeness, { share: 0.5, standardize: true });
  const step = Math.sqrt(1.5);
  expect([...scores]).toEqual([expect.closeTo(-step, 12), expect.closeTo(0, 12), expect.closeTo(step + 0.5, 12)]);
  const raw = Float64Array.of(1, 2, 3);
  boostScores(raw, likeness, { share: 0.5, standardize: false });
  expect([...raw]).toEqual([1, 2, 3.5]);
});

it('leaves equal scores to the likeness alone', () => {
  const scores = Float64Array.of(7, 7);
  boostScores(scores, [0.1, 0.9], { share: 1, standardize: true });
  expect([...scores]).toEqual([0.1, 0.9]);
});

describeShared('the boost of the reference', ['oracle/warp-expected.json'], () => {
  it('gives its lists for known users and known items', () => {
    const { boosted, scores, similarItems, interactions } = readShared('oracle/warp-expected.json');
    const cases = boosted.cases.filter(({ kind }: { kind: string }) => kind === 'boosted');
    expect(cases.length).toBeGreaterThan(2);
    for (const { user, item, n, items, itemsSeenDropped, withoutBoost } of cases) {
      const who = boosted.userIds.indexOf(user);
      const at = boosted.itemIds.indexOf(item);
      const seen = interactions.filter(([other]: number[]) => other === who).map(([, own]: number[]) => own);
      const own = Float64Array.from(scores[who] as number[]);
      const list = (excluded: number[]) => [...topN(own, n, excluded)].map((index) => boosted.itemIds[index]);
      expect(list([at])).toEqual(withoutBoost);
      boostScores(own, similarItems.cosine[at], { share: boosted.boost, standardize: false });
      expect(list([at])).toEqual(items);
      expect(list([...new Set([...seen, at])].sort((a, b) => a - b))).toEqual(itemsSeenDropped);
    }
  });
});
