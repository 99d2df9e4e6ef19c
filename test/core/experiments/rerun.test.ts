import { describe, expect, it } from 'vitest';
import { areComparable, comparisonOf } from '../../../src/core/experiments/comparison.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import { listOf } from '../../../src/core/experiments/kept-lists.ts';
import type { Protocol, Run } from '../../../src/core/experiments/protocol.ts';
import { trecFiles } from '../../../src/core/experiments/trec-files.ts';
import { readTrecRun } from '../../../src/core/experiments/trec.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const rng = createRng(12);
const events: Event[] = [];
for (let user = 0; user < 40; user++) {
  for (let item = 0; item < 25; item++) {
    if (rng.next() < 0.4) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
  }
}
const dataset = datasetOf(events);
const protocol: Protocol = {
  split: { id: 'holdout', params: {} },
  metrics: ['ndcg', 'recall', 'coverage', 'rmse'],
  k: 5,
  relevantFrom: 4,
  seed: 3,
};
let time = 0;
const env = { ...plainCompute, clock: () => time++, now: 1000 };
const choose = (...ids: string[]) => ids.map((id) => ({ id, params: {} }));
const run = await drive(evaluate(dataset, choose('popularity', 'item-knn'), protocol, env));

/** Times are of the clock, not of the question. */
const timeless = (one: Run) => one.outcomes.map(({ fitSeconds: _, scoreSeconds: __, ...rest }) => rest);

describe('a run from its record', () => {
  it('gives the same numbers, lists, curves and slices, after it has been through a file', async () => {
    const record = JSON.parse(
      JSON.stringify({ protocol: run.protocol, of: run.outcomes.map((one) => one.recommender) }),
    );
    const again = await drive(evaluate(dataset, record.of, record.protocol, env));
    expect(again.id).toBe(run.id);
    expect(timeless(again)).toEqual(timeless(run));
    expect(again.relevant).toEqual(run.relevant);
  });

  it('keeps lists that give its metrics back', () => {
    const { details, results } = run.outcomes[1];
    const recall = Array.from(run.users, (_, person) => {
      const relevant = new Set(listOf(run.relevant!, person));
      const hits = [...listOf(details!.lists, person)].slice(0, 5).filter((item) => relevant.has(item));
      return relevant.size ? hits.length / relevant.size : NaN;
    });
    expect(recall).toEqual([...results[1].perUser!]);
    const curve = details!.curves.find(({ metric }) => metric === 'recall')!;
    expect(curve.values[4]).toBeCloseTo(results[1].value, 12);
  });

  it('writes them as TREC files that read back', () => {
    const files = trecFiles(run, ['Popularity', 'Item kNN'], dataset.items.ids);
    expect(files.map(({ name }) => name)).toEqual(['qrels.txt', 'popularity.run', 'item-knn.run']);
    const { lists } = readTrecRun(files[2].text);
    const person = run.users.findIndex((_, at) => listOf(run.outcomes[1].details!.lists, at).length > 3);
    const own = [...listOf(run.outcomes[1].details!.lists, person)].map((item) => dataset.items.ids[item]);
    expect(lists.get(run.userIds![person])).toEqual(own);
    const { relevant: _, ...older } = run;
    expect(trecFiles(older, ['a', 'b'], [])).toEqual([]);
  });
});

describe('runs side by side', () => {
  it('become one where protocol and data are equal', async () => {
    const other = await drive(evaluate(dataset, choose('als'), protocol, env));
    const both = comparisonOf([run, other], ({ id }) => (id === run.id ? 'first' : 'second'));
    expect(both.outcomes.map(({ label }) => label)).toEqual([
      'Popularity (first)',
      'Item neighbors (first)',
      expect.stringMatching(/\(second\)$/),
    ]);
    expect(both.outcomes[2].results).toEqual(other.outcomes[0].results);
  });

  it('stay apart where anything asked was otherwise', () => {
    expect(areComparable(run, { ...run, protocol: { ...protocol, seed: 3 } })).toBe(true);
    const others: Run[] = [
      { ...run, protocol: { ...protocol, k: 6 } },
      { ...run, protocol: { ...protocol, split: { id: 'holdout', params: { ratio: 0.5 } } } },
      { ...run, dataset: { ...run.dataset, hash: 'other' } },
      { ...run, users: run.users.slice(1) },
    ];
    for (const other of others) expect(areComparable(run, other)).toBe(false);
    expect(() => comparisonOf([run, others[0]], ({ protocol: { k } }) => `k ${k}`)).toThrow(/"k 6" is not like "k 5"/);
  });
});
