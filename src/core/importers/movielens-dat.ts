import { findFile, needFile, rolesFound } from './find-file.ts';
import { defineImporter } from './importer.ts';
import { splitGenres } from './movie-catalog.ts';
import { MovieLens } from './movielens.ts';
import { Reading } from './reading.ts';
import { readHeads } from './source.ts';

const ratingsFile = { name: 'ratings.dat', looks: /^\d+::\d+::[\d.]+::\d+\r?$/m };
const moviesFile = { name: 'movies.dat', looks: /^\d+::.*\(\d{4}\)::[^:\r\n]*\r?$/m };
const usersFile = { name: 'users.dat', looks: /^\d+::[MF]::\d+::\d+::[^:\r\n]*\r?$/m };
const tagsFile = { name: 'tags.dat', looks: /^\d+::\d+::.*[^\d.\r\n].*::\d+\r?$/m };
const colons = { separator: '::', quotes: false };

/** MovieLens 1M (whole stars, Latin-1, with users) and 10M (half stars, UTF-8, with tags). */
export const movielensDat = defineImporter({
  id: 'movielens-dat',
  label: 'MovieLens 1M or 10M (DAT)',
  summary: 'ratings.dat, movies.dat and, if there, users.dat and tags.dat of MovieLens 1M or 10M.',
  params: {},
  extensions: ['.zip', '.dat'],
  recognize: (sources, heads) => rolesFound([ratingsFile, moviesFile], sources, heads),
  async *read(sources) {
    const heads = await readHeads(sources);
    const ratings = needFile(ratingsFile, sources, heads);
    const movies = needFile(moviesFile, sources, heads);
    const users = findFile(usersFile, sources, heads);
    const tags = findFile(tagsFile, sources, heads);
    const files = [ratings, movies, users, tags].filter((file) => file !== null);
    const reading = new Reading(files);
    const lens = new MovieLens();
    yield* reading.rows(movies, colons, 3, (row) => lens.addMovie(row, 0, 1, splitGenres(row.text(2))));
    yield* reading.rows(ratings, colons, 4, (row) => lens.addRating(row, 0, 1, 2, 3));
    if (users) {
      yield* reading.rows(users, colons, 5, (row) =>
        lens.describeUser(row, 0, [`gender ${row.text(1)}`, `age from ${row.text(2)}`, `occupation ${row.text(3)}`]),
      );
    }
    if (tags) yield* reading.rows(tags, colons, 4, (row) => lens.addTag(row, 1, 2));
    return yield* lens.finish(reading, ratings, files);
  },
});
