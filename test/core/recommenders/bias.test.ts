import { describe, expect, it } from 'vitest';
import { newcomer, queryFrom } from '../../../src/core/data/history.ts';
import { buildTrainingSet, queryOfUser } from '../../../src/core/data/training-set.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { fitModel, scoresOf } from '../../fixtures/fit.ts';
import { randomRatings } from '../../fixtures/ratings.ts';

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
