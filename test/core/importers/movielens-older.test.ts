import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/core/data/catalog.ts';
import type { FeatureMatrix } from '../../../src/core/data/dataset.ts';
import { latin1, read, refusal, rowsOf, source } from './sources.ts';

const featuresOf = ({ names, rows }: FeatureMatrix, row: number) =>
  Array.from(rows.indices.subarray(rows.indptr[row], rows.indptr[row + 1]), (column) => names[column]).sort();

describe('MovieLens 1M', () => {
  const ratings = '1::1193::5::978300760\n1::661::3::978302109\n2::661::4::978298709\n';
  const movies =
    "661::James and the Giant Peach (1996)::Animation|Children's|Musical\n1193::One Flew Over the Cuckoo's Nest (1975)::Drama\n73::Misérables, Les (1995)::Drama|Musical\n";
  const users = '1::F::1::10::48067\n2::M::56::16::70072\n3::M::25::15::55117\n';
  const files = (change: Record<string, string | Uint8Array> = {}) =>
    Object.entries({
      'ml-1m/ratings.dat': ratings,
      'ml-1m/movies.dat': latin1(movies),
      'ml-1m/users.dat': users,
      'ml-1m/README': 'Read me.',
      ...change,
    }).map(([name, content]) => source(name, content));

  it('is read, Latin-1 titles and users included', async () => {
    const dataset = await read('movielens-dat', files());
    expect(dataset.name).toBe('ml-1m');
    expect(dataset.ratingScale).toEqual({ min: 1, max: 5, step: 1 });
    expect(dataset.catalog.titles).toEqual([
      'James and the Giant Peach',
      "One Flew Over the Cuckoo's Nest",
      'Les Misérables',
    ]);
    expect(labelsOf(dataset.catalog.categories, 0)).toEqual(['Animation', "Children's", 'Musical']);
    expect(rowsOf(dataset)).toEqual([
      { user: '2', item: '661', value: 4, time: 978298709 },
      { user: '1', item: '1193', value: 5, time: 978300760 },
      { user: '1', item: '661', value: 3, time: 978302109 },
    ]);
    expect(dataset.users.ids).toEqual(['1', '2']);
    expect(featuresOf(dataset.userFeatures!, 1)).toEqual(['age from 56', 'gender M', 'occupation 16']);
  });

  it('is read in the half stars and with the tags of 10M, without users', async () => {
    const [first, second] = files({ 'ml-1m/ratings.dat': '5::661::3.5::978300760\n' });
    const dataset = await read('movielens-dat', [first, second, source('tags.dat', '5::661::Roald Dahl::97\n')]);
    expect(dataset.ratingScale).toEqual({ min: 0.5, max: 5, step: 0.5 });
    expect(dataset.catalog.text).toEqual(['Roald Dahl', '', '']);
    expect(dataset.userFeatures).toBeNull();
  });

  it.each([
    ['another separator', '1,1193,5,978300760\n', 'ml-1m/ratings.dat, line 1: Expected 4 cells, got 1.'],
    [
      'a rating of six stars',
      '1::1193::6::978300760\n',
      'line 1: Expected a rating from 0.5 to 5 in half stars, got "6".',
    ],
    ['an empty file', '', 'ml-1m/ratings.dat: The file is empty.'],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusal('movielens-dat', files({ 'ml-1m/ratings.dat': content }))).toContain(message);
  });
});

describe('MovieLens 100K', () => {
  const flags = (...set: number[]) => Array.from({ length: 19 }, (_, at) => Number(set.includes(at))).join('|');
  const movies = [
    `1|Toy Story (1995)|01-Jan-1995||http://us.imdb.com/M/title-exact?Toy%20Story%20(1995)|${flags(3, 4, 5)}`,
    `267|unknown||||${flags(0)}`,
    `543|Misérables, Les (1995)|01-Jan-1995||http://us.imdb.com|${flags(8, 12)}`,
  ].join('\n');
  const ratings = '196\t543\t3\t881250949\n186\t1\t3\t891717742\n';
  const users = '186|24|M|technician|85711\n196|53|F|writer|94043\n';
  const files = (change: Record<string, string | Uint8Array> = {}) =>
    Object.entries({
      'ml-100k/u.data': ratings,
      'ml-100k/u.item': latin1(movies),
      'ml-100k/u.user': users,
      'ml-100k/u1.base': '1\t1\t5\t874965758\n',
      ...change,
    }).map(([name, content]) => source(name, content));

  it('is read, flags and Latin-1 titles and users included', async () => {
    const dataset = await read('movielens-100k', files());
    expect(dataset.catalog.titles).toEqual(['Toy Story', 'unknown', 'Les Misérables']);
    expect([...dataset.catalog.years!]).toEqual([1995, 0, 1995]);
    expect([0, 1, 2].map((item) => labelsOf(dataset.catalog.categories, item))).toEqual([
      ['Animation', 'Children', 'Comedy'],
      [],
      ['Drama', 'Musical'],
    ]);
    expect(rowsOf(dataset)).toEqual([
      { user: '196', item: '543', value: 3, time: 881250949 },
      { user: '186', item: '1', value: 3, time: 891717742 },
    ]);
    expect(featuresOf(dataset.userFeatures!, 0)).toEqual(['age from 50', 'gender F', 'occupation writer']);
  });

  it.each([
    ['u.item', `1|Toy Story (1995)|||${flags(1)}\n`, 'ml-100k/u.item, line 1: Expected 24 cells, got 23.'],
    ['u.item', movies.replace('|1|', '|2|'), 'Expected 0 or 1 for the genre'],
    ['u.user', '186|old|M|technician|85711\n', 'ml-100k/u.user, line 1: Expected an age in years, got "old".'],
    ['u.data', '186\t1\t3\n', 'ml-100k/u.data, line 1: Expected 4 cells, got 3.'],
  ])('refuses a wrong line of %s', async (name, content, message) => {
    const said = await refusal('movielens-100k', files({ [`ml-100k/${name}`]: content }));
    expect(said).toContain(message);
  });
});
