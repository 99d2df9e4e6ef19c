/**
 * The whole protocol on real data: popularity has nothing to tune and EASE a single exact solution, and ties go to the
 * lower item, so every digit of their rows must equal the ones that were measured elsewhere.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { preset } from '../../fixtures/fit.ts';
import { describeShared, shared } from '../../shared.ts';

const files = ['data/split-train.csv', 'data/split-test.csv', 'data/PEERS.md'];

function readRows(file: string): (readonly [user: string, item: number, rating: number])[] {
  const [, ...lines] = readFileSync(shared(file)!, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [user, item, rating] = line.split(',');
    return [user, Number(item), Number(rating)];
  });
}

function realSplit() {
  const [train, test] = [readRows(files[0]), readRows(files[1])];
  const rows = [...train, ...test];
  const users = new Map([...new Set(rows.map(([user]) => user))].map((user, index) => [user, index]));
  const ids = [...new Set(rows.map(([, item]) => item))].sort((a, b) => a - b);
  const items = new Map(ids.map((item, index) => [item, index]));
  const log = rows.map(([user, item, value]) => ({ user: users.get(user)!, item: items.get(item)!, value }));
  const dataset = datasetOf(log, {}, { users: users.size, items: items.size });
  const givenTest = Uint32Array.from(test, (_, at) => train.length + at);
  return { ...dataset, provenance: { ...dataset.provenance, givenTest } };
}

describeShared('the fixed split of real ratings', files, () => {
  it.each([
    ['popularity', { id: 'popularity', params: { measure: 'count' } }],
    ['EASE', { id: 'ease', params: preset('ease', 'paper') }],
  ])('gives %s its known row, to the last digit', async (name, selection) => {
    const row = readFileSync(shared(files[2])!, 'utf8').match(new RegExp(`^\\| ${name} \\|.*$`, 'm'))![0];
    const known = row.split('|').slice(3, -1).map(Number);
    const protocol = {
      split: { id: 'given', params: {} },
      metrics: ['precision', 'recall', 'ndcg', 'hit-rate', 'map', 'mrr', 'coverage'],
      k: 10,
      relevantFrom: null,
      seed: 42,
    };
    const env = { ...plainCompute, clock: () => 0, now: 0 };
    const run = await drive(evaluate(realSplit(), [selection], protocol, env));
    expect(run.users.length).toBe(659);
    const [{ results }] = run.outcomes;
    expect(known).toHaveLength(results.length);
    results.forEach(({ metric, value }, at) => {
      expect(Number(value.toFixed(metric === 'coverage' ? 3 : 4)), metric).toBe(known[at]);
    });
    for (const { interval, value } of results.filter(({ interval }) => interval)) {
      expect(interval![0]).toBeLessThan(value);
      expect(interval![1]).toBeGreaterThan(value);
    }
  });
});
