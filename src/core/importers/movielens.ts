import type { Dataset } from '../data/dataset.ts';
import { EventColumns } from './event-columns.ts';
import { IdIndex } from './id-index.ts';
import type { ImportProgress, Source } from './importer.ts';
import { featureMatrix, MovieCatalog } from './movie-catalog.ts';
import type { Reading } from './reading.ts';
import type { RecordReader } from './record-reader.ts';

const wholeStars = { min: 1, max: 5, step: 1 };
const halfStars = { min: 0.5, max: 5, step: 0.5 };

/**
 * What all MovieLens formats share. Items are the whole catalog, in its order, movies nobody rated included: a new item
 * is one of those. Users are those with ratings. The scale is half stars if any half star occurs, else whole ones.
 */
export class MovieLens {
  readonly users = new IdIndex();
  readonly items = new IdIndex();
  readonly movies = new MovieCatalog();
  readonly #events = new EventColumns(true);
  readonly #userLabels: string[][] = [];
  readonly #genres: (readonly string[])[] = [];
  #halves = false;
  #listed = 0;

  /** A movie of the catalog; call it for all of them before the ratings. */
  addMovie(row: RecordReader, id: number, title: number, genres: readonly string[]): void {
    const item = this.items.add(row, id, 'a movie');
    if (item < this.#listed) throw row.failAt(id, 'a movie not listed before', 'Remove one of the two lines.');
    this.#listed++;
    this.#genres[item] = genres;
    this.movies.add(item, row.text(title), genres);
  }

  /** Cells: user, movie, stars, seconds since 1970. */
  addRating(row: RecordReader, user: number, movie: number, stars: number, seconds: number): void {
    const value = row.number(stars);
    if (!(value >= 0.5 && value <= 5 && Number.isInteger(value * 2))) {
      throw row.failAt(stars, 'a rating from 0.5 to 5 in half stars', 'Correct the line.');
    }
    const time = row.number(seconds);
    if (Number.isNaN(time)) throw row.failAt(seconds, 'a time in seconds since 1970', 'Correct the line.');
    if (!Number.isInteger(value)) this.#halves = true;
    const userIndex = this.users.add(row, user, 'a user');
    this.#events.add(row, userIndex, this.items.add(row, movie, 'a movie'), value, time);
  }

  addTag(row: RecordReader, movie: number, tag: number): void {
    const item = this.items.find(row, movie);
    if (item >= 0) this.movies.addTag(item, row.text(tag));
  }

  /** What is known of a user; call it after the ratings. Users without ratings are passed over. */
  describeUser(row: RecordReader, id: number, labels: string[]): void {
    const user = this.users.find(row, id);
    if (user >= 0) this.#userLabels[user] = labels;
  }

  *finish(reading: Reading, ratings: Source, files: readonly Source[]): Generator<ImportProgress, Dataset, void> {
    const users = this.users.build();
    const items = this.items.build();
    const events = yield* reading.reporting(this.#events.take());
    return yield* reading.finish({
      name: folderName(ratings.name) ?? 'MovieLens',
      files: files.map((file) => file.name),
      licence: 'Set by GroupLens: see the README inside the archive.',
      ratingScale: this.#halves ? halfStars : wholeStars,
      events,
      users,
      items,
      catalog: this.movies.build(items),
      itemFeatures: featureMatrix(this.#genres, items.ids.length),
      userFeatures: this.#userLabels.length ? featureMatrix(this.#userLabels, users.ids.length) : null,
      notes: this.#notes(events.item, items.ids.length),
    });
  }

  #notes(rated: Uint32Array, items: number): string[] {
    const isRated = new Uint8Array(items);
    for (const item of rated) isRated[item] = 1;
    const unrated = isRated.reduce((count, flag) => count - flag, items);
    const unlisted = items - this.#listed;
    const notes: string[] = [];
    if (unrated) notes.push(`${countOf(unrated, 'movie')} of the catalog ${unrated === 1 ? 'has' : 'have'} no rating.`);
    if (unlisted) {
      notes.push(
        `${countOf(unlisted, 'rated movie')} ${unlisted === 1 ? 'is' : 'are'} not in the catalog: known by id.`,
      );
    }
    return notes;
  }
}

const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "archive/ml-1m/ratings.dat" lies in "ml-1m". */
const folderName = (name: string): string | null => name.split('/').at(-2) ?? null;
