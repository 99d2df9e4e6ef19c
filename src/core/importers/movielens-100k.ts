import { findFile, needFile, rolesFound } from './find-file.ts';
import { defineImporter } from './importer.ts';
import { MovieLens } from './movielens.ts';
import { Reading } from './reading.ts';
import type { RecordReader } from './record-reader.ts';
import { readHeads } from './source.ts';

const ratingsFile = { name: 'u.data', looks: /^\d+\t\d+\t[1-5]\t\d+\r?$/m };
const moviesFile = { name: 'u.item', looks: /^\d+\|[^|\r\n]*\|[^|\r\n]*\|[^|\r\n]*\|[^|\r\n]*(\|[01]){19}\r?$/m };
const usersFile = { name: 'u.user', looks: /^\d+\|\d+\|[MF]\|[^|\r\n]*\|[^|\r\n]*\r?$/m };
const tabs = { separator: '\t', quotes: false };
const pipes = { separator: '|', quotes: false };

/** The 19 flags that end a line of u.item, in their order; the first stands for no genre known. */
const genreNames =
  'unknown|Action|Adventure|Animation|Children|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western'.split(
    '|',
  );
const firstFlag = 5;

/** MovieLens 100K: u.data and u.item, Latin-1, ratings in whole stars. */
export const movielens100k = defineImporter({
  id: 'movielens-100k',
  label: 'MovieLens 100K',
  summary: 'u.data, u.item and, if there, u.user of MovieLens 100K.',
  params: {},
  extensions: ['.zip', '.data', '.item', '.user'],
  recognize: (sources, heads) => rolesFound([ratingsFile, moviesFile], sources, heads),
  async *read(sources) {
    const heads = await readHeads(sources);
    const ratings = needFile(ratingsFile, sources, heads);
    const movies = needFile(moviesFile, sources, heads);
    const users = findFile(usersFile, sources, heads);
    const files = users ? [ratings, movies, users] : [ratings, movies];
    const reading = new Reading(files);
    const lens = new MovieLens();
    yield* reading.rows(movies, pipes, firstFlag + genreNames.length, (row) =>
      lens.addMovie(row, 0, 1, flaggedGenres(row)),
    );
    yield* reading.rows(ratings, tabs, 4, (row) => lens.addRating(row, 0, 1, 2, 3));
    if (users) {
      yield* reading.rows(users, pipes, 5, (row) =>
        lens.describeUser(row, 0, [`gender ${row.text(2)}`, decade(row), `occupation ${row.text(3)}`]),
      );
    }
    return yield* lens.finish(reading, ratings, files);
  },
});

function flaggedGenres(row: RecordReader): string[] {
  return genreNames.filter((name, at) => {
    const flag = row.number(firstFlag + at);
    if (flag !== 0 && flag !== 1) throw row.failAt(firstFlag + at, `0 or 1 for the genre ${name}`, 'Correct the line.');
    return flag === 1 && at > 0;
  });
}

function decade(row: RecordReader): string {
  const age = row.number(1);
  if (Number.isNaN(age)) throw row.failAt(1, 'an age in years', 'Correct the line.');
  return `age from ${Math.floor(age / 10) * 10}`;
}
