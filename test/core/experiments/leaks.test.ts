/** A planted leak is seen; data without one are left in peace. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { csrFromCoordinates } from '../../../src/core/data/csr.ts';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import { heldOutUsers } from '../../../src/core/experiments/held-out.ts';
import { leaksOf } from '../../../src/core/experiments/leaks.ts';
import type { Protocol } from '../../../src/core/experiments/protocol.ts';
import { generators } from '../../../src/core/generators/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { splitters } from '../../../src/core/splits/registry.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

const shelf = (name: string | null) =>
  name && readFileSync(new URL(`../../../public/datasets/${name}`, import.meta.url), 'utf8');
const made = (id: string, params = {}) => {
  const generator = generators.get(id);
  return generator.generate(params, 42, shelf(generator.shelf));
};
const club = made('film-club', { members: 300 });

function cut(dataset: Dataset, split: string, seed = 42) {
  const parts = splitters.get(split).split(dataset, {}, createRng(seed).fork('split'));
  const train = buildTrainingSet(dataset, parts.train);
  return { parts, train, asked: heldOutUsers(dataset, parts, train, null) };
}
const leaksIn = (dataset: Dataset, split = 'holdout', known = cut(dataset, split)) =>
  leaksOf(dataset, known.parts, known.train, known.asked);

/** One column for each item: who has it as their own. */
function lastFilm(dataset: Dataset, itemOf: (user: number) => number, separator = ': ') {
  const users = Uint32Array.from(dataset.users.ids.keys());
  const items = users.map(itemOf);
  const rows = csrFromCoordinates(
    users.length,
    dataset.items.ids.length,
    users,
    items,
    new Float64Array(users.length).fill(1),
    'last',
  );
  const names = dataset.items.ids.map((id) => `last film${separator}${id}`);
  return { ...dataset, userFeatures: { names, rows } };
}

describe('a planted leak', () => {
  it('in sessions is seen, and does not come about where training sets are made as usual', () => {
    const known = cut(club, 'holdout');
    expect(leaksOf(club, known.parts, known.train, known.asked)).toEqual([]);
    const [sentence, ...more] = leaksOf(club, known.parts, { ...known.train, sessions: club.sessions }, known.asked);
    expect(sentence).toMatch(/^Sessions to learn from hold an item that is held out, for (9\d|100) % of people/);
    expect(more).toEqual([]);
  });

  it('in what is known of people is seen where it names what is held out, not where it names what is known', () => {
    const { asked, train } = cut(club, 'leave-one-out');
    const hidden = new Map(asked.map(({ user, items: [item] }) => [user, item]));
    const told = lastFilm(club, (user) => hidden.get(user) ?? 0);
    const [sentence, ...more] = leaksIn(told, 'leave-one-out');
    expect(sentence).toMatch(/^Member feature “last film” says which item is held out for (100|9\d) %/);
    expect(more).toEqual([]);
    expect(
      leaksIn(
        lastFilm(club, (user) => hidden.get(user) ?? 0, '='),
        'leave-one-out',
      ),
    ).toEqual([sentence]);
    expect(
      leaksIn(
        lastFilm(club, (user) => Math.max(0, train.lastItem[user])),
        'leave-one-out',
      ),
    ).toEqual([]);
  });

  it('in a number that is known of people is seen, too', () => {
    const { asked } = cut(club, 'leave-one-out');
    const hidden = new Map(asked.map(({ user, items: [item] }) => [user, item + 1]));
    const users = Uint32Array.from(hidden.keys());
    const values = Float64Array.from(hidden.values());
    const rows = csrFromCoordinates(club.users.ids.length, 1, users, new Uint32Array(users.length), values, 'last');
    const told = { ...club, userFeatures: { names: ['favorite'], rows } };
    expect(leaksIn(told, 'leave-one-out')).toEqual([expect.stringMatching(/^Member feature “favorite” says/)]);
  });

  it('in what is known of items is seen where a feature stands only on those held out', () => {
    const { parts, train } = cut(club, 'cold-items');
    const isNew = (item: number) => train.byItem.indptr[item] === train.byItem.indptr[item + 1];
    const tested = new Set(Array.from(parts.test, (row) => club.interactions.item[row]));
    const labels = club.items.ids.map((_, item) => (tested.has(item) && isNew(item) ? ['chosen'] : ['common']));
    const marked = { ...club, catalog: { ...club.catalog, categories: buildLabels(labels) } };
    expect(leaksIn(marked, 'cold-items')).toEqual([expect.stringMatching(/^Category “chosen” stands only on items/)]);
    const items = Uint32Array.from(tested);
    const rows = csrFromCoordinates(
      labels.length,
      1,
      items,
      new Uint32Array(items.length),
      new Float64Array(items.length).fill(1),
      'last',
    );
    const featured = { ...club, itemFeatures: { names: ['batch 2'], rows } };
    expect(leaksIn(featured, 'cold-items')).toEqual([expect.stringMatching(/^Item feature “batch 2” stands only/)]);
    expect(leaksIn(featured, 'holdout')).toEqual([]);
  });

  it('is kept with the run', async () => {
    const { asked } = cut(club, 'leave-one-out');
    const hidden = new Map(asked.map(({ user, items: [item] }) => [user, item]));
    const told = lastFilm(club, (user) => hidden.get(user) ?? 0);
    const any = scripted('any', () => ({ score: scoresOf((item) => item) }));
    const protocol: Protocol = {
      ...{
        split: { id: 'leave-one-out', params: {} },
        metrics: ['recall'],
        k: 5,
        relevantFrom: null,
        seed: 42,
        resamples: 100,
      },
    };
    const run = await drive(evaluate(told, [{ id: 'any', params: {} }], protocol, envOf(any)));
    expect(run.warnings).toEqual([expect.stringMatching(/“last film”/)]);
  });
});

describe('data without a leak', () => {
  const all: readonly (readonly [string, Dataset])[] = [
    ['film-club', club],
    ...generators.all
      .filter(({ id }) => id !== 'film-club')
      .map(({ id }) => [id, made(id, id === 'power-law' ? { users: 500, items: 400, events: 20_000 } : {})] as const),
  ];
  it.each(all)('%s: nothing is said, however it is cut', (_, dataset) => {
    for (const { id } of splitters.all) {
      if (id === 'given' && !dataset.provenance.givenTest) continue;
      if (id === 'temporal' && !dataset.interactions.timestamp) continue;
      for (const seed of [1, 2, 3]) expect(leaksIn(dataset, id, cut(dataset, id, seed)), id).toEqual([]);
    }
  });
});

describe('lists that equal scores decide', () => {
  const protocol: Protocol = {
    ...{ split: { id: 'holdout', params: {} }, metrics: ['recall'], k: 5, relevantFrom: null, seed: 3, resamples: 100 },
  };
  const warningsOf = async (score: (item: number) => number, more: Partial<Protocol> = {}) => {
    const one = scripted('one', () => ({ score: scoresOf(score) }));
    return (await drive(evaluate(club, [{ id: 'one', params: {} }], { ...protocol, ...more }, envOf(one)))).warnings;
  };

  it('are told of where the catalog’s order decides, and only there', async () => {
    expect(await warningsOf(() => 1)).toEqual([
      expect.stringMatching(/^one: for 100 % of people the top 5 ends among equal scores/),
    ]);
    expect(await warningsOf((item) => item % 7)).toHaveLength(1);
    expect(await warningsOf((item) => item)).toBeUndefined();
    expect(await warningsOf(() => 1, { ties: 'random' })).toBeUndefined();
  });

  it('also where the list is as long as any that is kept', async () => {
    expect(await warningsOf(() => 1, { k: 60 })).toHaveLength(1);
    expect(await warningsOf((item) => item, { k: 60 })).toBeUndefined();
  });
});
