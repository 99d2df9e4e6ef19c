import { describe, expect, it } from 'vitest';
import type { Query } from '../../../src/core/data/history.ts';
import { leftOut, queryFrom, usualShare } from '../../../src/core/data/history.ts';
import { explainGiven, scoreGiven, wayOf } from '../../../src/core/experiments/given.ts';
import type { FittedModel } from '../../../src/core/recommenders/recommender.ts';

const likeness = Float64Array.of(0, 0.4, 1, NaN);
/** Scores 1, 2, 3 and nothing for the last of four items; whoever was last gets 100. */
const model = (options: Partial<FittedModel> = {}): FittedModel => ({
  score(query, out) {
    out.set([1, 2, 3, NaN]);
    if (options.contextual) out[query.last!] = 100;
  },
  similar: (_, out) => out.set(likeness),
  explain: (_, item) => ({
    score: item + 1,
    parts: [{ kind: 'item', index: 0, label: 'an item', amount: item + 1 }],
  }),
  snapshot: () => ({ recommender: 'test', version: 1, params: {}, arrays: {}, numbers: {}, words: {} }),
  ...options,
});
const someone = (share = usualShare): Query => queryFrom([{ item: 0, value: 5 }], { item: 2, share });
const stranger: Query = queryFrom([], { item: 2, share: usualShare });

async function scores(asked: FittedModel, query: Query): Promise<number[]> {
  const out = new Float64Array(4);
  await scoreGiven(
    asked,
    query,
    (query, out) => asked.score(query, out),
    () => likeness,
    out,
  );
  return [...out];
}

describe('scores given an item', () => {
  it('are its likeness to a stranger, its boost to someone known', async () => {
    expect(await scores(model(), stranger)).toEqual([...likeness]);
    const step = Math.sqrt(1.5);
    const [first, second, third, unknown] = await scores(model(), someone(0.5));
    expect(first).toBeCloseTo(-step, 12);
    expect(second).toBeCloseTo(0.2, 12);
    expect(third).toBeCloseTo(step + 0.5, 12);
    expect(unknown).toBeNaN();
  });

  it('stand at the average where only likeness speaks for an item', async () => {
    const asked = model({ score: (_, out) => out.set([1, NaN, 3, 2]) });
    expect((await scores(asked, someone(0.5)))[1]).toBeCloseTo(0.2, 12);
  });

  it('are the model’s own where it minds the last item itself', async () => {
    const asked = model({ contextual: true });
    expect(wayOf(asked, someone())).toBe('own');
    expect((await scores(asked, someone()))[2]).toBe(100);
  });

  it('are as they were where a model does not compare items, or nothing is given', async () => {
    const { similar: _, ...rest } = model();
    expect(await scores(rest, someone())).toEqual([1, 2, 3, NaN]);
    expect(await scores(model(), queryFrom([{ item: 0, value: 5 }]))).toEqual([1, 2, 3, NaN]);
  });
});

describe('parts of a score given an item', () => {
  const explained = (query: Query, item: number) =>
    explainGiven(
      model(),
      query,
      item,
      async () => Float64Array.of(1, 2, 3, NaN),
      () => likeness,
      'Alien',
    );

  it('add up to it', async () => {
    for (const item of [0, 1, 2]) {
      const { score, parts } = await explained(someone(0.5), item);
      expect(score).toBeCloseTo((await scores(model(), someone(0.5)))[item], 12);
      expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 12);
    }
  });

  it('name the item, which is all there is to a stranger', async () => {
    const { score, parts } = await explained(stranger, 1);
    expect(score).toBe(0.4);
    expect(parts).toEqual([{ kind: 'bias', index: -1, label: 'like Alien, which is given', amount: 0.4 }]);
  });
});

it('is left out of lists beside what is known', () => {
  expect([...leftOut(queryFrom([{ item: 10, value: 1 }], { item: 9, share: 1 }))]).toEqual([9, 10]);
  expect([...leftOut(queryFrom([{ item: 9, value: 1 }], { item: 9, share: 1 }))]).toEqual([9]);
});
