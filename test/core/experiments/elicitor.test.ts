import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { leaningOf, opinionsOf } from '../../../src/core/experiments/elicit.ts';
import type { Asked, Asking } from '../../../src/core/experiments/asking.ts';
import { askings } from '../../../src/core/experiments/asking.ts';
import { createElicitor } from '../../../src/core/experiments/elicitor.ts';
import { entropies, entropiesWithUnknown } from '../../../src/core/experiments/entropy.ts';
import { interview } from '../../../src/core/experiments/interview.ts';
import { proposeRepresentatives, representativesOf } from '../../../src/core/experiments/representatives.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

/** Rows are people, columns items; 0 is not rated. */
const table = (rows: number[][], categories?: string[][]) =>
  buildTrainingSet(
    datasetOf(
      rows.flatMap((row, user) => row.flatMap((value, item) => (value ? [{ user, item, value }] : []))),
      categories ? { catalog: { categories: buildLabels(categories) } } : {},
      { users: rows.length, items: rows[0].length },
    ),
  );
const nothing: ReadonlySet<number> = new Set();

describe('entropy', () => {
  const train = table([
    [5, 5, 5, 0],
    [1, 5, 0, 0],
    [5, 5, 0, 0],
    [1, 5, 0, 0],
  ]);

  it('is that of a coin where two opinions are equally frequent, and 0 where all agree', () => {
    expect([...entropies(train)].map((bits) => bits / Math.LN2)).toEqual([1, 0, 0, 0].map((bits) => expect.closeTo(bits, 12))); // prettier-ignore
  });

  it('with the unknown as an answer asks for what is known', () => {
    // Two values are in use. Item 2: ¾ do not know it, weighted ½, and ¼ gave it 5.
    const [, , known, never] = entropiesWithUnknown(train);
    expect(known).toBeCloseTo(-(0.5 * 0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / 2.5, 12);
    expect(never).toBe(0);
  });

  it('tells strengths apart by their doublings', () => {
    const plays = datasetOf([1, 1, 90, 100].map((value, user) => ({ user, item: 0, value })), { feedback: 'implicit' }); // prettier-ignore
    expect(entropies(buildTrainingSet(plays))[0]).toBeCloseTo(Math.LN2, 12);
  });
});

describe('representatives', () => {
  // Items 0, 1, 2 go together; 3 and 4 do; who likes 5 likes nothing else.
  const train = table([
    [5, 5, 5, 0, 0, 0],
    [5, 5, 4, 0, 0, 0],
    [5, 4, 5, 0, 0, 0],
    [0, 0, 0, 5, 5, 0],
    [0, 0, 0, 5, 4, 0],
    [0, 0, 0, 0, 0, 5],
  ]);
  const found = representativesOf(train, opinionsOf(train.byItem).popularity);
  const ask = (rated = nothing, skipped = nothing, n = 3) => proposeRepresentatives(found, { rated, skipped, n });

  it('are one of each group, the largest group first', () => {
    const [first, second, third] = ask();
    expect([0, 1, 2]).toContain(first);
    expect([3, 4]).toContain(second);
    expect(third).toBe(5);
  });

  it('leave out what a rating stands for already, and do not count what was skipped', () => {
    expect([3, 4]).toContain(ask(new Set([0]))[0]);
    expect([0, 1, 2]).toContain(ask(nothing, new Set([0]))[0]);
    expect(ask(new Set([0, 1, 2, 3, 4, 5]))).toEqual([]);
  });
});

describe('the ways to choose a question', () => {
  const train = table(
    [
      [5, 3, 5, 0],
      [1, 3, 0, 5],
      [5, 3, 0, 1],
      [1, 3, 0, 5],
    ],
    [['Crime'], ['Drama'], ['Crime'], ['Drama']],
  );
  const propose = createElicitor(train, opinionsOf(train.byItem));
  const first = (by: Asking, said: Partial<Asked> = {}) =>
    propose({ rated: nothing, skipped: nothing, n: 4 }, { by, liked: [], disliked: [], ...said })[0];

  it.each(askings.map(({ id }) => id))('%s asks about everything once, and not about what is known', (by) => {
    const wanted = { rated: new Set([1]), skipped: new Set([2]), n: 9 };
    expect(propose(wanted, { by, liked: [], disliked: [] }).toSorted()).toEqual([0, 3]);
  });

  it('ask first about what divides most, or about what has the most different answers, not knowing it being one', () => {
    for (const by of ['spread', 'divisive', 'entropy'] as const) expect(first(by)).toBe(0);
    expect(first('entropy0')).toBe(3);
  });

  it.each(askings.map(({ id }) => id))('%s turns to what is liked, and away from what is not', (by) => {
    expect(first(by, { liked: ['Drama'], disliked: ['Crime'] })).not.toBe(0);
  });

  it('lean by the share of an item’s categories that were named', () => {
    const labels = buildLabels([['Crime'], ['Crime', 'Drama'], ['Horror'], []]);
    expect([...leaningOf(labels, ['Crime'], ['Horror'])!]).toEqual([2, 1.5, 0, 1]);
    expect(leaningOf(labels, [], [])).toBeNull();
    expect(leaningOf(null, ['Crime'], [])).toBeNull();
  });
});

describe('an interview', () => {
  it('spends a question on what is not known, and gives up when there is none left', () => {
    const order = [3, 1, 2];
    const propose = ({ rated, skipped }: { rated: ReadonlySet<number>; skipped: ReadonlySet<number> }) =>
      order.filter((item) => !rated.has(item) && !skipped.has(item));
    const knows = new Map([
      [1, 4],
      [2, 5],
    ]);
    expect(interview(propose, knows, 10)).toEqual([
      { item: 1, value: 4, questions: 2 },
      { item: 2, value: 5, questions: 3 },
    ]);
    expect(interview(propose, knows, 2)).toHaveLength(1);
  });
});
