import { findFile, needFile, rolesFound } from './find-file.ts';
import { defineImporter } from './importer.ts';
import { splitGenres } from './movie-catalog.ts';
import { MovieLens } from './movielens.ts';
import { Reading } from './reading.ts';
import { commas } from './record-reader.ts';
import { readHeads } from './source.ts';

const ratingsFile = { name: 'ratings.csv', looks: /^(?=.*\buserId\b)(?=.*\bmovieId\b)(?=.*\brating\b)/i };
const moviesFile = { name: 'movies.csv', looks: /^(?=.*\bmovieId\b)(?=.*\btitle\b)(?=.*\bgenres\b)/i };
const tagsFile = { name: 'tags.csv', looks: /^(?=.*\buserId\b)(?=.*\bmovieId\b)(?=.*\btag\b)/i };

/** MovieLens latest, latest-small, 20M, 25M and 32M. links.csv holds ids of other sites only and is left unread. */
export const movielensCsv = defineImporter({
  id: 'movielens-csv',
  label: 'MovieLens (CSV)',
  summary: 'ratings.csv, movies.csv and, if there, tags.csv of MovieLens latest, 20M, 25M or 32M.',
  params: {},
  extensions: ['.zip', '.csv'],
  recognize: (sources, heads) => rolesFound([ratingsFile, moviesFile], sources, heads),
  async *read(sources) {
    const heads = await readHeads(sources);
    const ratings = needFile(ratingsFile, sources, heads);
    const movies = needFile(moviesFile, sources, heads);
    const tags = findFile(tagsFile, sources, heads);
    const files = tags ? [ratings, movies, tags] : [ratings, movies];
    const reading = new Reading(files);
    const lens = new MovieLens();
    yield* reading.table(movies, commas, ['movieId', 'title', 'genres'], (row, at) =>
      lens.addMovie(row, at[0], at[1], splitGenres(row.text(at[2]))),
    );
    yield* reading.table(ratings, commas, ['userId', 'movieId', 'rating', 'timestamp'], (row, at) =>
      lens.addRating(row, at[0], at[1], at[2], at[3]),
    );
    if (tags) yield* reading.table(tags, commas, ['movieId', 'tag'], (row, at) => lens.addTag(row, at[0], at[1]));
    return yield* lens.finish(reading, ratings, files);
  },
});
