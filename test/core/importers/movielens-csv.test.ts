import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { inspect } from '../../../src/core/importers/inspect.ts';
import { openSources } from '../../../src/core/importers/open.ts';
import { describeShared, shared } from '../../shared.ts';
import { latin1, read, refusal, rowsOf, source } from './sources.ts';

const ratings = `userId,movieId,rating,timestamp
7,1,4.0,964982703
7,2,3.0,964981247
3,1,0.5,964982224
`;
const movies = `movieId,title,genres
1,Toy Story (1995),Adventure|Animation
2,"City of Lost Children, The (Cité des enfants perdus, La) (1995)",Adventure
9,"Women of '69, Unboxed",(no genres listed)
`;
const tags = `userId,movieId,tag,timestamp
7,1,pixar,1139045764
3,1,pixar,1139045765
3,1,"fun, really",1139045766
3,99,lost,1139045767
`;
const files = (changes: Record<string, string | Uint8Array> = {}) =>
  Object.entries({ 'ml/ratings.csv': ratings, 'ml/movies.csv': movies, 'ml/tags.csv': tags, ...changes }).map(
    ([name, content]) => source(name, content),
  );

describe('MovieLens as CSV', () => {
  it('becomes ratings in order of time over the whole catalog', async () => {
    const dataset = await read('movielens-csv', files());
    expect(dataset).toMatchObject({
      name: 'ml',
      feedback: 'explicit',
      ratingScale: { min: 0.5, max: 5, step: 0.5 },
      kinds: [{ id: 'rating', weight: 1, rated: true }],
      provenance: { files: ['ratings.csv', 'movies.csv', 'tags.csv'], synthetic: false, givenTest: null },
    });
    expect(dataset.id).toBe(`ml-${dataset.provenance.hash}`);
    expect(rowsOf(dataset)).toEqual([
      { user: '7', item: '2', value: 3, time: 964981247 },
      { user: '3', item: '1', value: 0.5, time: 964982224 },
      { user: '7', item: '1', value: 4, time: 964982703 },
    ]);
    expect(dataset.items.ids).toEqual(['1', '2', '9']);
    expect(dataset.provenance.notes).toEqual(['1 movie of the catalog has no rating.']);
  });

  it('splits titles, years, genres and tags', async () => {
    const { catalog, itemFeatures } = await read('movielens-csv', files());
    expect(catalog.titles).toEqual([
      'Toy Story',
      'The City of Lost Children (La Cité des enfants perdus)',
      "Women of '69, Unboxed",
    ]);
    expect([...catalog.years!]).toEqual([1995, 1995, 0]);
    expect([0, 1, 2].map((item) => labelsOf(catalog.categories, item))).toEqual([
      ['Adventure', 'Animation'],
      ['Adventure'],
      [],
    ]);
    expect(catalog.text).toEqual(['pixar pixar fun, really', '', '']);
    expect(itemFeatures).toMatchObject({ names: ['Adventure', 'Animation'], rows: { rows: 3, cols: 2 } });
    expect([...itemFeatures!.rows.indptr]).toEqual([0, 2, 3, 3]);
  });

  it('does without tags, and without a folder', async () => {
    const dataset = await read('movielens-csv', [source('ratings.csv', ratings), source('movies.csv', movies)]);
    expect(dataset.name).toBe('MovieLens');
    expect(dataset.catalog.text).toBeNull();
  });

  it('finds columns by name and files by what is in them', async () => {
    const turned = 'timestamp,rating,movieId,userId\n5,2.0,1,7\n6,4.0,2,7\n';
    const dataset = await read('movielens-csv', [source('a.csv', movies), source('ratings (1).csv', turned)]);
    expect(rowsOf(dataset)).toEqual([
      { user: '7', item: '1', value: 2, time: 5 },
      { user: '7', item: '2', value: 4, time: 6 },
    ]);
    expect(dataset.ratingScale).toEqual({ min: 1, max: 5, step: 1 });
  });

  it('reads an older encoding, a byte order mark and other line ends', async () => {
    const dataset = await read(
      'movielens-csv',
      files({ 'ml/movies.csv': latin1(movies), 'ml/ratings.csv': `\uFEFF${ratings.replaceAll('\n', '\r\n')}` }),
    );
    expect(dataset.catalog.titles[1]).toBe('The City of Lost Children (La Cité des enfants perdus)');
    expect(dataset.provenance.hash).toBe((await read('movielens-csv', files())).provenance.hash);
  });

  it('keeps the later of two ratings of one movie, and says so', async () => {
    const dataset = await read('movielens-csv', files({ 'ml/ratings.csv': `${ratings}7,1,1.0,9\n` }));
    expect(rowsOf(dataset).filter(({ user, item }) => user === '7' && item === '1')).toEqual([
      { user: '7', item: '1', value: 4, time: 964982703 },
    ]);
    expect(dataset.provenance.notes).toContain('1 duplicate (user, item) pair: the later rating was kept.');
  });

  it('shows a rated movie that is not in the catalog by its id', async () => {
    const dataset = await read('movielens-csv', files({ 'ml/ratings.csv': `${ratings}7,404,1.0,9\n` }));
    expect(dataset.items.ids[3]).toBe('404');
    expect(dataset.catalog.titles[3]).toBe('404');
    expect(dataset.provenance.notes).toContain('1 rated movie is not in the catalog: known by id.');
  });

  it.each([
    [
      'a rating that is no number',
      `${ratings}7,9,good,9\n`,
      'ml/ratings.csv, line 5: Expected a rating from 0.5 to 5 in half stars, got "good".',
    ],
    [
      'NaN',
      `${ratings}7,9,NaN,9\n`,
      'ml/ratings.csv, line 5: Expected a rating from 0.5 to 5 in half stars, got "NaN".',
    ],
    [
      'a rating off the scale',
      `${ratings}7,9,5.5,9\n`,
      'line 5: Expected a rating from 0.5 to 5 in half stars, got "5.5".',
    ],
    ['a rating between half stars', `${ratings}7,9,3.7,9\n`, 'got "3.7".'],
    ['a time that is none', `${ratings}7,9,3,today\n`, 'line 5: Expected a time in seconds since 1970, got "today".'],
    ['a user without id', `${ratings},9,3,9\n`, 'line 5: Expected the id of a user, got "".'],
    ['a row too short', `${ratings}7,9\n1,1,1,1\n`, 'line 5: Expected 4 cells, got 2.'],
    [
      'a last line cut off',
      `${ratings}7,9,3`,
      'line 5: Expected 4 cells, got 3. Correct the line; if it is the last one, the file may have been cut off.',
    ],
    ['a row too long', `${ratings}7,9,3,9,extra\n`, 'line 5: Expected 4 cells, got 5.'],
    [
      'a missing column',
      'userId,movieId,timestamp\n7,1,5\n',
      'line 1: Expected a column "rating", got the columns userId, movieId, timestamp.',
    ],
    ['a header only', 'userId,movieId,rating,timestamp\n', 'ml/ratings.csv: The file has a header and no rows.'],
    ['an empty file', '', 'ml/ratings.csv: The file is empty.'],
    [
      'a picture',
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16),
      'ml/ratings.csv: Expected a table of text, got a JPEG picture.',
    ],
    [
      'a web page',
      '<!DOCTYPE html><title>Sign in</title>',
      'ml/ratings.csv: Expected a table of text, got a web page.',
    ],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusal('movielens-csv', files({ 'ml/ratings.csv': content }))).toContain(message);
  });

  it('refuses a movie listed twice, a file missing and a file too many', async () => {
    expect(await refusal('movielens-csv', files({ 'ml/movies.csv': `${movies}1,Again,Drama\n` }))).toBe(
      'ml/movies.csv, line 5: Expected a movie not listed before, got "1". Remove one of the two lines.',
    );
    expect(await refusal('movielens-csv', [source('ratings.csv', ratings)])).toBe(
      'movies.csv: Expected a file of this name, got ratings.csv. Choose it together with the others.',
    );
    expect(await refusal('movielens-csv', [...files(), source('ml2/ratings.csv', ratings)])).toBe(
      'ml/ratings.csv: Expected one file ratings.csv, got ml/ratings.csv, ml2/ratings.csv. Choose one data set at a time.',
    );
  });
});

describeShared('MovieLens latest-small as it is published', ['data/ml-latest-small.zip'], () => {
  const raw = () =>
    source('ml-latest-small.zip', readFileSync(shared('data/ml-latest-small.zip')!), [300_000, 900_000]);

  it('is recognized and previewed', async () => {
    const { candidates, files: previews } = await inspect([raw()]);
    expect(candidates[0]).toEqual({ importer: 'movielens-csv', confidence: 1 });
    expect(previews.find(({ name }) => name === 'ml-latest-small/ratings.csv')).toMatchObject({
      bytes: 2_338_261,
      columns: ['userId', 'movieId', 'rating', 'timestamp'],
    });
  });

  it('is read whole', async () => {
    const dataset = await read('movielens-csv', await openSources([raw()]));
    expect(dataset.users.ids).toHaveLength(671);
    expect(dataset.items.ids).toHaveLength(9125);
    expect(dataset.interactions.user).toHaveLength(100_004);
    expect(dataset.interactions.value).toBeInstanceOf(Float32Array);
    expect(dataset.ratingScale).toEqual({ min: 0.5, max: 5, step: 0.5 });
    expect(dataset.provenance.notes).toEqual(['59 movies of the catalog have no rating.']);
    expect(dataset.catalog.titles.slice(0, 2)).toEqual(['Toy Story', 'Jumanji']);
    expect(dataset.catalog.years!.filter((year) => year === 0)).toHaveLength(4);
    expect(dataset.catalog.text!.filter(Boolean)).toHaveLength(689);
    expect(buildTrainingSet(dataset).byUser.indices).toHaveLength(100_004);
  });
});
