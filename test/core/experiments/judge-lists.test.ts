import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import { judgeLists } from '../../../src/core/experiments/judge-lists.ts';
import { measureAll } from '../../../src/core/experiments/judge.ts';
import { keepLists, listOf } from '../../../src/core/experiments/kept-lists.ts';
import { remarksOn } from '../../../src/core/experiments/made-elsewhere.ts';
import type { Outcome, Protocol, Run } from '../../../src/core/experiments/protocol.ts';
import { roundOf } from '../../../src/core/experiments/rounds.ts';
import { trecFiles } from '../../../src/core/experiments/trec-files.ts';
import { trecRun } from '../../../src/core/experiments/trec.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { endOf } from '../../fixtures/generator.ts';

const rng = createRng(12);
const events: Event[] = [];
for (let user = 0; user < 40; user++) {
  for (let item = 0; item < 70; item++) {
    if (rng.next() < 0.15) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
  }
}
/** Ids that a file of words separated by spaces could trip over. */
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix} é#${at} 5%`);
const dataset = datasetOf(events, { users: { ids: named('person', 40) }, items: { ids: named('item', 70) } });
const protocol: Protocol = {
  split: { id: 'holdout', params: {} },
  metrics: metrics.all.map(({ id }) => id),
  k: 5,
  relevantFrom: 4,
  seed: 3,
  resamples: 300,
};
const env = { ...plainCompute, clock: () => 0, now: 1000 };
const runOf = (changed: Partial<Protocol> = {}) =>
  drive(evaluate(dataset, [{ id: 'item-knn', params: {} }], { ...protocol, ...changed }, env));
const run = await runOf();
const judged = (text: string, of: Run = run): Outcome => endOf(judgeLists(dataset, of, { name: 'lists.run', text }));
const exported = (of: Run) => trecFiles(of, ['Mine'], dataset.items.ids)[1].text;
const lines = (lists: Record<string, readonly string[]>) =>
  Object.entries(lists)
    .flatMap(([person, items]) => items.map((item, at) => `${person} Q0 ${item} ${at + 1} ${-at} theirs\n`))
    .join('');
const isOfLists = (id: string) => metrics.get(id).needs === 'ranking';
const valueOf = (outcome: Outcome, metric: string) => outcome.results.find((one) => one.metric === metric)!;

describe('our own lists, exported and judged as if made elsewhere', () => {
  const questions: Record<string, Partial<Protocol>> = {
    'as they are': {},
    'in the words of the notebook': { dialect: 'notebook' },
    'in the words of LensKit, whatever its rating': { dialect: 'lenskit', relevantFrom: null },
    'among sampled candidates': { negatives: 20 },
    'with equal scores by chance': { ties: 'random', k: 12 },
    'leave-one-out': { split: { id: 'leave-one-out', params: {} } },
  };

  it.each(Object.entries(questions))('get exactly our own numbers: %s', async (_, changed) => {
    const own = await runOf(changed);
    const again = judged(exported(own), own);
    expect(again).toMatchObject({ label: 'mine', error: null, elsewhere: { file: 'lists.run', tag: 'mine' } });
    for (const result of own.outcomes[0].results) {
      if (isOfLists(result.metric)) expect(valueOf(again, result.metric)).toEqual(result);
    }
    const { details } = own.outcomes[0];
    expect(again.details!.lists).toEqual(details!.lists);
    expect(again.details!.slices).toEqual(details!.slices);
    again.details!.curves.forEach((curve, at) => {
      expect(curve.metric).toBe(details!.curves[at].metric);
      expect(curve.values).toEqual(details!.curves[at].values.subarray(0, curve.values.length));
    });
  });

  it('have no number where lists do not suffice', () => {
    const again = judged(exported(run));
    expect(again.results.map(({ metric }) => metric)).toEqual(protocol.metrics);
    const others = again.results.filter(({ metric }) => !isOfLists(metric));
    expect(others.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['auc', 'r-precision', 'rmse', 'mae']));
    for (const one of others) expect(one).toMatchObject({ value: NaN, interval: null, perUser: null });
    expect([again.fitSeconds, again.scoreSeconds]).toEqual([NaN, NaN]);
    expect(remarksOn(again.elsewhere!, 5)).toEqual([]);
  });

  it('over folds, where a person is asked again in the next', async () => {
    const split = { id: 'k-fold', params: { folds: 3 } };
    const own = await runOf({ split, metrics: ['ndcg', 'recall', 'novelty'] });
    const people: string[] = [];
    const lists: Uint32Array[] = [];
    const shown = [0, 1, 2].map((fold) => {
      const chosen = ['ndcg', 'recall'].map((id) => metrics.get(id));
      const round = roundOf(dataset, own.protocol, chosen, createRng(protocol.seed), fold);
      const outcomes = round.asked.map(({ user, relevant, query }) => {
        const ranking = relevant.slice(0, 1 + (user % 2));
        people.push(dataset.users.ids[user]);
        lists.push(ranking);
        const known = query.history.indices;
        return { user, relevant, ranking, known, ranks: null, actual: noNumber, predicted: noNumber };
      });
      return { asked: round.asked, judged: endOf(measureAll(outcomes, chosen, round.context)) };
    });
    const text = trecRun(keepLists(lists, 70), people, dataset.items.ids, 'hits');
    expect(text).toMatch(/%230%205%25#3 Q0 /);
    const again = judged(text, own);
    const byPerson = new Map<number, number[]>();
    for (const { asked, judged } of shown) {
      asked.forEach(({ user }, at) => {
        const value = judged.samples[1]!.values[at];
        if (!Number.isNaN(value)) byPerson.set(user, [...(byPerson.get(user) ?? []), value]);
      });
    }
    const expected = Array.from(own.users, (user) => mean(byPerson.get(user) ?? []));
    valueOf(again, 'recall').perUser!.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 12));
    expect(again.details).toBeUndefined();
    expect(again.elsewhere!.listed).toBe(again.elsewhere!.asked);
  });
});

const noNumber = new Float64Array(0);

describe('any lists', () => {
  const { userIds, relevant, users } = run;
  const known = Array.from(users, (user) => events.filter((event) => event.user === user).map(({ item }) => item));

  it('get what their hits are worth', () => {
    const ranking = fc.uniqueArray(fc.nat(69), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(ranking, { minLength: users.length, maxLength: users.length }), (drawn) => {
        const lists = drawn.map((list, at) =>
          Uint32Array.from(list.filter((item) => listOf(relevant!, at).includes(item) || !known[at].includes(item))),
        );
        fc.pre(lists.some((list, at) => list.length > 0 && listOf(relevant!, at).length > 0));
        const again = judged(trecRun(keepLists(lists, 70), userIds!, dataset.items.ids, 'any'));
        const recalls = lists.map((list, at) => {
          const wanted = [...listOf(relevant!, at)];
          return wanted.length
            ? wanted.filter((item) => list.subarray(0, 5).includes(item)).length / wanted.length
            : NaN;
        });
        expect([...valueOf(again, 'recall').perUser!]).toEqual(recalls);
        expect(valueOf(again, 'recall').value).toBeCloseTo(mean(recalls.filter((one) => !Number.isNaN(one))), 12);
      }),
      { numRuns: 20, seed: 5 },
    );
  });
});

describe('what a file may hold besides', () => {
  /** The first person with two likes held out; ids as another program would write them, but for the spaces. */
  const at = Array.from(run.users).findIndex((_, one) => listOf(run.relevant!, one).length > 1);
  const word = (id: string) =>
    id.replaceAll(' ', '%20').replaceAll('%20é', '%20%C3%A9').replace('#', '%23').replace('5%', '5%25');
  const person = word(run.userIds![at]);
  const [first, second] = [...listOf(run.relevant!, at)].map((item) => word(dataset.items.ids[item]));
  const history = events.filter((event) => event.user === run.users[at]).map(({ item }) => item);
  const round = roundOf(dataset, protocol, metrics.all, createRng(protocol.seed), 0);
  const had = word(dataset.items.ids[round.asked[at].query.history.indices[0]]);
  const miss = word(dataset.items.ids[[...dataset.items.ids.keys()].find((item) => !history.includes(item))!]);
  const reciprocal = (outcome: Outcome) => valueOf(outcome, 'mrr').perUser![at];

  it('whatever is not relevant is a miss and takes its place', () => {
    expect(reciprocal(judged(lines({ [person]: [first] })))).toBe(1);
    expect(reciprocal(judged(lines({ [person]: [miss, first] })))).toBe(1 / 2);
    const outcome = judged(lines({ [person]: ['nowhere', 'nothing', had, first] }));
    expect(reciprocal(outcome)).toBe(1 / 4);
    expect(outcome.elsewhere).toMatchObject({ listed: 1, unknown: 2, known: 1, repeated: 0, short: 1 });
    // What the data do not know can be no part of the catalog shown.
    expect(valueOf(outcome, 'coverage').value).toBeCloseTo(2 / 70, 12);
    expect([...listOf(outcome.details!.lists, at)]).toHaveLength(2);
  });

  it('an item counts where it first stands', () => {
    const outcome = judged(lines({ [person]: [miss, miss, first, second] }));
    expect(reciprocal(outcome)).toBe(1 / 2);
    expect(outcome.elsewhere).toMatchObject({ repeated: 1 });
  });

  it('people without a list count 0, people nobody asked for are left aside', () => {
    const outcome = judged(lines({ [person]: [first], stranger: [first], [`${person}#2`]: [first] }));
    const asked = Array.from(run.users).filter((_, one) => listOf(run.relevant!, one).length > 0).length;
    expect(outcome.elsewhere).toMatchObject({ asked, listed: 1, strangers: 1, unasked: 1 });
    expect(valueOf(outcome, 'mrr').value).toBeCloseTo(1 / asked, 12);
    expect(remarksOn(outcome.elsewhere!, 5)).toEqual([
      `${asked - 1} lists asked for are not there and count 0.`,
      'One list is shorter than 5.',
      'One list is of somebody of whom nothing was held out: left aside.',
      'One list is of somebody the data do not know: left aside.',
    ]);
  });

  it('what was not among sampled candidates is counted apart', async () => {
    const own = await runOf({ negatives: 3 });
    const all = dataset.items.ids.filter((_, item) => !history.includes(item)).map(word);
    const { elsewhere } = judged(lines({ [person]: all }), own);
    expect(elsewhere!.outside).toBe(Math.min(50, all.length) - elsewhere!.unknown - 3);
  });

  it('ids may stand as they are where they hold no space', () => {
    const plain = datasetOf(events, {
      users: { ids: dataset.users.ids },
      items: { ids: events.map((_, n) => `é#${n}`) },
    });
    const list = lines({ [person]: [`é#${listOf(run.relevant!, at)[0]}`] });
    expect(reciprocal(endOf(judgeLists(plain, run, { name: 'a', text: list })))).toBe(1);
  });

  it('curves end where the lists do', () => {
    const { curves } = judged(lines({ [person]: [miss, first, had] })).details!;
    for (const { values, errors } of curves) expect([values.length, errors.length]).toEqual([3, 3]);
  });

  it.each([
    [
      '',
      /^Expected lines of "person Q0 item rank score tag" in lists.run; got an empty file. Choose a TREC run file.$/,
    ],
    [
      lines({ a: ['x'], b: ['y'] }),
      /^Expected lists of people such as person%20%C3%A9%23\d+%205%25, .* in lists.run; got a, b. Name people by their ids in "Small", in the first column.$/,
    ],
    [
      lines({ [person]: ['x', 'y'] }),
      /^Expected items such as item%20.* in lists.run; got x, y. Name items by their ids in "Small", in the third column.$/,
    ],
    ['a Q0 b 1 2', /^Expected "query Q0 item rank score tag" in line 1; got "a Q0 b 1 2"/],
    ['a Q0 b 1 2 one\na Q0 c 2 1 two', /^Expected the lists of one program, "one"; line 2 is of "two"/],
  ])('nothing that can be used says what to do: %j', (text, sentence) => {
    expect(() => judged(text)).toThrow(
      expect.objectContaining({ name: 'ImportError', message: expect.stringMatching(sentence) }),
    );
  });

  it('data that changed since the run ask other questions', () => {
    const other = { ...dataset, provenance: { ...dataset.provenance, hash: 'other' } };
    const judging = judgeLists(other, run, { name: 'a', text: exported(run) });
    expect(() => endOf(judging)).toThrow(
      /"Small" as it was when the run was made; it has changed.*Repeat the run first/,
    );
  });
});
