import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import type { Interactions } from '../../../src/core/data/interactions.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';
import { describeShared, shared } from '../../shared.ts';

const events = randomRatings(30, 20, 0.3, 3);
const train = buildTrainingSet(datasetOf(events));
const overall = events.reduce((sum, { value }) => sum + value, 0) / events.length;

describe('bias', () => {
  it('comes to rest where no single offset could do better', async () => {
    const [itemDamping, userDamping] = [7, 4];
    const model = await fitModel('bias', train, { itemDamping, userDamping, sweeps: 60 });
    const scores = await scoresOf(model, newcomer, train.items);
    const ofItem = Array.from(scores, (score) => score - overall);
    const ofUser = Array.from({ length: train.users }, (_, user) => {
      const rates = new Float64Array(train.items);
      model.rate!(queryOfUser(train, user), rates);
      return rates[0] - scores[0];
    });
    // Half the derivative of the objective by each offset.
    const slope = { items: ofItem.map((b) => itemDamping * b), users: ofUser.map((b) => userDamping * b) };
    for (const { user, item, value } of events) {
      const error = value - overall - ofUser[user] - ofItem[item];
      slope.items[item] -= error;
      slope.users[user] -= error;
    }
    for (const value of [...slope.items, ...slope.users]) expect(value).toBeCloseTo(0, 9);
  });

  it('learns how generous somebody new is', async () => {
    const model = await fitModel('bias', train, { userDamping: 3 });
    const scores = await scoresOf(model, newcomer, train.items);
    const rates = new Float64Array(train.items);
    model.rate!(queryFrom([{ item: 4, value: scores[4] + 1 }]), rates);
    rates.forEach((rate, item) => expect(rate).toBeCloseTo(scores[item] + 1 / 4, 12));
    model.rate!(newcomer, rates);
    expect(rates).toEqual(scores);
  });

  it('says how far an item lies from the average', async () => {
    const model = await fitModel('bias', train);
    const { parts } = model.explain!(newcomer, 2);
    const people = events.filter(({ item }) => item === 2).length;
    expect(parts.map(({ label }) => label)).toEqual([
      'the average rating',
      `this one against the average, from ${people} people`,
    ]);
    expect(parts[0].amount).toBeCloseTo(overall, 12);
  });
});

describeShared('bias on MovieLens latest-small', ['data/ml-latest-small.zip'], () => {
  it('errs as much as the native library does, over five folds', async () => {
    const zip = unzipSync(readFileSync(shared('data/ml-latest-small.zip')!));
    const file = Object.keys(zip).find((name) => name.endsWith('ratings.csv'))!;
    const ids = [new Map<string, number>(), new Map<string, number>()];
    const indexOf = (side: number, id: string) => {
      if (!ids[side].has(id)) ids[side].set(id, ids[side].size);
      return ids[side].get(id)!;
    };
    const lines = new TextDecoder().decode(zip[file]).trimEnd().split(/\r?\n/).slice(1);
    const all = lines.map((line) => {
      const [user, item, value] = line.split(',');
      return { user: indexOf(0, user), item: indexOf(1, item), value: Number(value) };
    });
    const dataset = datasetOf(all.slice(0, 0), {}, { users: ids[0].size, items: ids[1].size });
    const errors = { rmse: 0, mae: 0 };
    for (let fold = 0; fold < 5; fold++) {
      const interactions = logOf(all.filter((_, row) => row % 5 !== fold));
      const known = buildTrainingSet({ ...dataset, interactions });
      const model = await fitModel('bias', known);
      const held = all.filter((_, row) => row % 5 === fold);
      const rates = Array.from({ length: known.users }, (_, user) => {
        const out = new Float64Array(known.items);
        model.rate!(queryOfUser(known, user), out);
        return out;
      });
      const misses = held.map(({ user, item, value }) => Math.min(5, Math.max(0.5, rates[user][item])) - value);
      errors.rmse += Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / held.length) / 5;
      errors.mae += misses.reduce((sum, miss) => sum + Math.abs(miss), 0) / held.length / 5;
    }
    expect(errors.rmse).toBeCloseTo(0.893, 4);
    expect(errors.mae).toBeCloseTo(0.69, 4);
  });
});

function logOf(events: readonly Event[]): Interactions {
  return {
    user: Uint32Array.from(events, ({ user }) => user),
    item: Uint32Array.from(events, ({ item }) => item),
    value: Float32Array.from(events, ({ value }) => value),
    kind: null,
    timestamp: null,
  };
}
