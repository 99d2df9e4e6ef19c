import type { RankingProblem } from '../../src/core/compute.ts';
import { indexIn, rowOf, type CsrMatrix } from '../../src/core/data/csr.ts';
import { createRng } from '../../src/core/rng.ts';
import { topN } from '../../src/core/ranking/top-n.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { describeThreads } from './als-problem.ts';
import type { Bench } from './bench.ts';
import { heldOut } from './events.ts';
import { loadPeak } from './peak.ts';
import { stopwatch } from './stopwatch.ts';

const factors = 64;
/** Every so many users are asked for their lists. */
const sample = 10;

const settings = {
  bpr: { epochs: 20, step: 'sgd', learningRate: 0.05, regularization: 0.003, wanted: 2210 },
  warp: { epochs: 10, step: 'adagrad', learningRate: 0.05, regularization: 0, wanted: 4775 },
} as const;

/** Fits on a million events, and how good the lists are for a quarter of a million held out. */
export const bench: Bench = {
  name: 'speed: BPR and WARP, 1M events, 64 factors',
  async run({ cores, spawn, row }) {
    const { train, test } = heldOut({ events: 1_000_209 });
    for (const loss of ['bpr', 'warp'] as const) {
      const { epochs, step, learningRate, regularization, wanted } = settings[loss];
      for (const threads of [1, cores]) {
        const kernels = await createKernels({ threads, spawn });
        const peak = await loadPeak(kernels.simd);
        const rng = createRng(7);
        const start = (rows: number) =>
          Float32Array.from({ length: rows * (factors + 1) }, (_, at) =>
            at % (factors + 1) < factors ? (rng.next() - 0.5) / factors : 0,
          );
        const problem: RankingProblem = {
          ...{ cells: train.byUser, userFeatures: identity(train.users), itemFeatures: identity(train.items), factors },
          ...{ userEmbeddings: start(train.users), itemEmbeddings: start(train.items), loss, negatives: 'uniform' },
          ...{ maxDraws: 10, drawn: 1, position: 1, negativesPerPositive: 0 },
          ...{ step, learningRate, regularization, biases: true, seed: Uint32Array.of(1, 2, 3, 4) },
        };
        const kernel = kernels.ranking(problem);
        const cells = train.byUser.indices.length;
        const fitting = stopwatch();
        // In steps as short as those of a fit.
        for (let epoch = 0; epoch < epochs; epoch++) {
          for (let from = 0; from < cells; from += 60_000) {
            fitting.time(() => kernel.train(from, Math.min(cells, from + 60_000)));
          }
        }
        const peaking = stopwatch();
        for (let round = 0; round < 5; round++) peaking.time(peak.run);
        const { ndcg, precision } = quality(kernel.userEmbeddings(), kernel.itemEmbeddings(), train.byUser, test);
        const most = (5 * peak.flops) / peaking.total() / 1e6;
        row({
          name: `${loss === 'bpr' ? 'BPR' : 'WARP'}, ${epochs} epochs, ${describeThreads(kernels)}`,
          median: fitting.total(),
          unit: 'ms',
          wanted: { atMost: wanted },
          quality:
            `${((fitting.total() * 1e6) / epochs / cells).toFixed(0)} ns a step, ` +
            `${most.toFixed(0)} GFLOP/s on registers, NDCG@10 ${ndcg.toFixed(4)}, precision@10 ${precision.toFixed(4)}`,
        });
        kernels.dispose();
      }
    }
  },
};

function identity(rows: number): CsrMatrix {
  const numbers = Uint32Array.from({ length: rows + 1 }, (_, row) => row);
  return { rows, cols: rows, indptr: numbers, indices: numbers.slice(0, rows), values: new Float32Array(rows).fill(1) };
}

/** Of the lists that the fitted users and items give, without what a user has already. */
function quality(users: Float32Array, items: Float32Array, train: CsrMatrix, test: CsrMatrix) {
  const width = factors + 1;
  const scores = new Float64Array(train.cols);
  let [asked, gains, hits] = [0, 0, 0];
  for (let user = 0; user < train.rows; user += sample) {
    const relevant = rowOf(test, user).indices;
    if (relevant.length === 0) continue;
    for (let item = 0; item < train.cols; item++) {
      let score = items[item * width + factors];
      for (let f = 0; f < factors; f++) score += users[user * width + f] * items[item * width + f];
      scores[item] = score;
    }
    for (const item of rowOf(train, user).indices) scores[item] = NaN;
    let [gain, ideal] = [0, 0];
    topN(scores, 10).forEach((item, rank) => {
      if (indexIn(relevant, item) < 0) return;
      gain += 1 / Math.log2(rank + 2);
      hits++;
    });
    for (let rank = 0; rank < Math.min(10, relevant.length); rank++) ideal += 1 / Math.log2(rank + 2);
    gains += gain / ideal;
    asked++;
  }
  return { ndcg: gains / asked, precision: hits / asked / 10 };
}
