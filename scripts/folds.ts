/**
 * Rating error over five folds, in the figures of docs/benchmarks.md:
 *   npx tsx scripts/folds.ts ../shared/data/ml-latest-small.zip bias,mf-sgd:library,item-knn
 * Fold k holds out row r of the zip's ratings.csv, in file order from 0, where r mod 5 is k. Predictions are clipped to the scale.
 */
import { unzipSync } from 'fflate';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../src/cli/arguments.ts';
import { loadData } from '../src/cli/load-data.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { evaluate } from '../src/core/experiments/evaluate.ts';
import { mean } from '../src/core/math/statistics.ts';
import { openCompute } from '../src/cli/compute.ts';

const folds = 5;
const [zip, recommenders, params = '{}'] = process.argv.slice(2);
if (!zip || !recommenders) throw new Error('Expected a MovieLens zip and ids of recommenders, separated by commas.');

const file = Object.entries(unzipSync(readFileSync(zip))).find(([name]) => /(^|\/)ratings\.csv$/.test(name));
if (!file) throw new Error(`Expected ratings.csv in ${zip}; it is not there.`);
const [head, ...rows] = new TextDecoder().decode(file[1]).trimEnd().split(/\r?\n/);

const env = { ...(await openCompute()), clock: () => performance.now(), now: 0 };
const folder = mkdtempSync(join(tmpdir(), 'folds-'));
const write = (name: string, chosen: string[]) => {
  writeFileSync(join(folder, name), [head, ...chosen, ''].join('\n'));
  return join(folder, name);
};
const found = new Map<string, { rmse: number[]; mae: number[]; fit: number[]; score: number[] }>();
try {
  for (let fold = 0; fold < folds; fold++) {
    const train = write('train.csv', rows.filter((_, row) => row % folds !== fold)); // prettier-ignore
    const test = write('test.csv', rows.filter((_, row) => row % folds === fold)); // prettier-ignore
    const words = ['--train', train, '--test', test, '--recommenders', recommenders, '--params', params];
    const asked = readArguments([...words, '--metrics', 'rmse,mae']);
    if (typeof asked === 'string') throw new Error('Expected ids of recommenders.');
    const dataset = await loadData(asked.data);
    const { outcomes } = await drive(evaluate(dataset, asked.recommenders, asked.protocol, env));
    outcomes.forEach(({ results, error, fitSeconds, scoreSeconds }, at) => {
      const name = recommenders.split(',')[at];
      if (error) throw new Error(`${name}: ${error}`);
      const row = found.get(name) ?? { rmse: [], mae: [], fit: [], score: [] };
      for (const metric of ['rmse', 'mae'] as const)
        row[metric].push(results.find((one) => one.metric === metric)!.value);
      row.fit.push(fitSeconds);
      row.score.push(scoreSeconds);
      found.set(name, row);
    });
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${rows.length} ratings, ${folds} folds; seconds per fold, on one thread`);
for (const [name, { rmse, mae, fit, score }] of found) {
  const error = `RMSE ${mean(rmse).toFixed(4)} (${rmse.map((one) => one.toFixed(4)).join(' ')})  MAE ${mean(mae).toFixed(4)}`;
  console.log(`${name.padEnd(24)} ${error}  fit ${mean(fit).toFixed(2)} s  score ${mean(score).toFixed(2)} s`);
}
