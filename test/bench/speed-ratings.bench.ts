import { rowOf } from '../../src/core/data/csr.ts';
import { mean } from '../../src/core/math/statistics.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { describeThreads } from './als-problem.ts';
import type { Bench } from './bench.ts';
import { heldOut } from './events.ts';
import { stopwatch } from './stopwatch.ts';

const factors = 100;
const epochs = 20;

/** Surprise's settings, a million ratings, and the error on a quarter of a million held out. */
export const bench: Bench = {
  name: 'speed: matrix factorization of 1M ratings, 100 factors, 20 epochs',
  async run({ row }) {
    const { train, test } = heldOut({ events: 1_000_209, feedback: 'explicit' });
    const ratings = train.byUser;
    const rng = createRng(7);
    const start = (rows: number) => Float32Array.from({ length: rows * factors }, () => 0.1 * rng.normal());
    const usual = mean(ratings.values);
    const kernels = await createKernels({ threads: 1 });
    const kernel = kernels.sgd({
      ...{ ratings, mean: usual, factors, learningRate: 0.005, regularization: 0.02 },
      ...{ userFactors: start(ratings.rows), itemFactors: start(ratings.cols) },
    });
    const everyone = Uint32Array.from({ length: ratings.rows }, (_, user) => user);
    const fitting = stopwatch();
    for (let epoch = 0; epoch < epochs; epoch++) {
      rng.shuffle(everyone);
      for (let from = 0; from < everyone.length; from += 1000) {
        fitting.time(() => kernel.visit(everyone.subarray(from, from + 1000)));
      }
    }
    const [users, items, userBiases, itemBiases] = [
      ...[kernel.userFactors(), kernel.itemFactors()],
      ...[kernel.userBiases(), kernel.itemBiases()],
    ];
    let squares = 0;
    let plain = 0;
    for (let user = 0; user < test.rows; user++) {
      const held = rowOf(test, user);
      held.indices.forEach((item, at) => {
        let guess = usual + userBiases[user] + itemBiases[item];
        for (let f = 0; f < factors; f++) guess += users[user * factors + f] * items[item * factors + f];
        squares += (Math.min(5, Math.max(0.5, guess)) - held.values[at]) ** 2;
        plain += (usual - held.values[at]) ** 2;
      });
    }
    const error = (sum: number) => Math.sqrt(sum / test.indices.length).toFixed(4);
    row({
      name: describeThreads(kernels),
      median: fitting.total(),
      unit: 'ms',
      wanted: { atMost: 1815 },
      quality: `RMSE ${error(squares)}; of the mean alone ${error(plain)}`,
    });
  },
};
