import type { RankingKernel, RankingProblem } from '../../src/core/compute.ts';
import { exactRanking } from '../../src/core/math/exact-ranking.ts';

/** The exact trainer, its results in the kernel's 32 bits. */
export function plainRanking(problem: RankingProblem): RankingKernel {
  const exact = exactRanking(problem);
  return {
    ...exact,
    userEmbeddings: () => Float32Array.from(exact.userEmbeddings()),
    itemEmbeddings: () => Float32Array.from(exact.itemEmbeddings()),
  };
}
