import { createRowSolver } from '../../src/core/math/implicit-least-squares.ts';
import { factorProducts } from '../../src/core/math/factor-products.ts';
import { topN } from '../../src/core/ranking/top-n.ts';
import { createRng } from '../../src/core/rng.ts';
import { median, quantile, type Bench } from './bench.ts';
import { stopwatch } from './stopwatch.ts';

const [items, factors, liked] = [10_000, 64, 100];

/** What the inference worker does for one list of ALS: solve a history exactly, score everything, take the best. */
export const bench: Bench = {
  name: 'speed: fold-in and the top 10 of 10,000 items, 64 factors, 100 liked',
  async run({ row }) {
    const rng = createRng(3);
    const rows = Float32Array.from({ length: items * factors }, () => 0.1 * rng.normal());
    const solver = createRowSolver(rows, factors, 30);
    const scores = new Float64Array(items);
    const history = () => ({
      indices: rng
        .shuffle(Uint32Array.from({ length: items }, (_, item) => item))
        .slice(0, liked)
        .sort(),
      values: new Float64Array(liked).fill(4),
    });
    const [folding, scoring, choosing] = [stopwatch(), stopwatch(), stopwatch()];
    for (let round = 0; round < 300; round++) {
      const own = history();
      const taste = folding.time(() => solver.solve(own));
      scoring.time(() => factorProducts(rows, taste, scores));
      for (const item of own.indices) scores[item] = NaN;
      choosing.time(() => topN(scores, 10));
    }
    // The first hundred let the engine optimize.
    const micro = (times: readonly number[]) => times.slice(100).map((time) => time * 1000);
    const parts = [folding, scoring, choosing].map(({ times }) => micro(times));
    const whole = parts[0].map((time, round) => time + parts[1][round] + parts[2][round]);
    const [fold, score, choose] = parts.map((times) => median(times).toFixed(0));
    row({
      name: 'one list',
      median: median(whole),
      unit: 'µs',
      wanted: { atMost: 100 },
      quality: `fold-in ${fold}, scores ${score}, top 10 ${choose} µs; 95 % ${quantile(whole, 0.95).toFixed(0)} µs`,
    });
  },
};
