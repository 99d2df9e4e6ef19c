import { describe, expect, it } from 'vitest';
import { signedRank } from '../../../src/core/math/signed-rank.ts';
import { createRng } from '../../../src/core/rng.ts';

/** All signs, one by one. */
function everySign(sizes: readonly number[], seen: number): number {
  const ranks = sizes.map(
    (size) => sizes.filter((other) => other < size).length + (sizes.filter((other) => other === size).length + 1) / 2,
  );
  const middle = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  let far = 0;
  for (let signs = 0; signs < 2 ** sizes.length; signs++) {
    const sum = ranks.reduce((total, rank, i) => total + ((signs >> i) & 1 ? rank : 0), 0);
    if (Math.abs(sum - middle) >= Math.abs(seen - middle) - 1e-9) far++;
  }
  return far / 2 ** sizes.length;
}

describe('Wilcoxon’s signed-rank test', () => {
  it('by hand: three differences, one against', () => {
    // Ranks 1 (−), 2, 3: W⁺ = 5. Of 8 choices of signs, sums 0, 1, 5 and 6 lie as far from 3: p = 4 / 8.
    const { rankBiserial, ...rest } = signedRank([2, -1, 3]);
    expect(rest).toEqual({ statistic: 5, n: 3, p: 0.5 });
    expect(rankBiserial).toBeCloseTo((5 - 1) / 6, 12);
  });

  it('drops zeros and gives equal sizes their mean rank', () => {
    // Sizes 1, 2, 2, 4: ranks 1, 2.5, 2.5, 4; positive are one of the twos and the four.
    const { statistic, n, p } = signedRank([0, -1, 2, -2, 4, 0]);
    expect([statistic, n]).toEqual([6.5, 4]);
    expect(p).toBe(everySign([1, 2, 2, 4], 6.5));
  });

  it('is exact for small n, ties included', () => {
    const rng = createRng(4);
    for (let trial = 0; trial < 20; trial++) {
      const differences = Array.from({ length: 9 }, () => rng.int(9) - 3.5);
      const { statistic, p } = signedRank(differences);
      expect(p).toBeCloseTo(everySign(differences.map(Math.abs), statistic), 12);
    }
  });

  it('follows the normal law for many, with ties in its variance', () => {
    // SciPy 1.17, wilcoxon(d, correction=True, method="approx").
    const d = Array.from({ length: 101 }, (_, i) => ((i * 37) % 101) - 40);
    expect(signedRank(d).p).toBeCloseTo(0.0018705140814, 6);
  });

  it('sees nothing where nothing differs, and no difference in rounding noise', () => {
    expect(signedRank([0, 0, NaN])).toEqual({ statistic: 0, n: 0, p: 1, rankBiserial: 0 });
    expect(signedRank([0.1 + 0.2 - 0.3]).n).toBe(0);
    expect(signedRank([0.3 - 0.1, -0.2])).toMatchObject({ statistic: 1.5, p: 1 });
  });
});
