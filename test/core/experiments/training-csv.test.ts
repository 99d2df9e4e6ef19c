import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { roundOf } from '../../../src/core/experiments/rounds.ts';
import { trainingCsv } from '../../../src/core/experiments/training-csv.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const rng = createRng(2);
const events: Event[] = [];
for (let user = 0; user < 20; user++) {
  for (let item = 0; item < 30; item++) {
    if (rng.next() < 0.4) events.push({ user, item, value: 1 + rng.int(5), time: 1000 + events.length });
  }
}
const ids = Array.from({ length: 20 }, (_, user) => `the "${user}", a person`);
const dataset = datasetOf(events, { users: { ids } });
const told = { id: dataset.id, name: dataset.name, hash: dataset.provenance.hash };
const protocolOf = (id: string): Protocol => ({
  ...{ split: { id, params: {} }, metrics: ['ndcg'], k: 5, relevantFrom: null, seed: 3 },
});
const csvOf = (id: string) =>
  trainingCsv(dataset, { dataset: told, protocol: protocolOf(id), users: new Uint32Array(0) });

describe('the training part as a file', () => {
  it('holds what the recommenders learned from, and nothing that was held out', () => {
    const lines = csvOf('holdout').trimEnd().split('\n');
    expect(lines[0]).toBe('user,item,value,timestamp');
    expect(lines[1]).toMatch(/^"the ""0"", a person",i\d+,[1-5],1\d\d\d$/);
    const { train, asked } = roundOf(dataset, protocolOf('holdout'), [], createRng(3), 0);
    expect(lines).toHaveLength(1 + train.byUser.indices.length);
    const pairs = new Set(lines.slice(1).map((line) => line.replace(/,\d,\d+$/, '')));
    for (const { user, items } of asked) {
      for (const item of items) expect(pairs).not.toContain(`"the ""${user}"", a person",i${item}`);
    }
  });

  it('tells what is learned from what is only told of strangers', () => {
    const lines = csvOf('cold-users').trimEnd().split('\n');
    expect(lines[0]).toBe('user,item,value,timestamp,part');
    const of = (part: string) => lines.filter((line) => line.endsWith(`,${part}`));
    expect(of('train').length + of('known').length).toBe(lines.length - 1);
    const peopleOf = (part: string) => of(part).map((line) => /""(\d+)""/.exec(line)![1]);
    const strangers = new Set(peopleOf('known'));
    expect(strangers.size).toBeGreaterThan(0);
    expect(peopleOf('train').some((person) => strangers.has(person))).toBe(false);
  });

  it('is not one file where the data are cut several times', () => {
    expect(() => csvOf('k-fold')).toThrow(/one cut of the data/);
  });
});
