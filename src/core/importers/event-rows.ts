import type { RatingScale } from '../data/dataset.ts';
import type { ColumnMapping, ColumnWish } from './column-mapping.ts';
import { columnsInWords, mapColumns } from './column-mapping.ts';
import { EventColumns } from './event-columns.ts';
import { IdIndex } from './id-index.ts';
import { isOnScale, scaleInWords } from './rating-scale.ts';
import { checkWidth } from './reading.ts';
import { readTime } from './read-time.ts';
import type { RecordReader } from './record-reader.ts';
import type { TableGuess } from './table-guess.ts';

/** The events of one table, once its columns are known. */
export class EventRows {
  readonly users = new IdIndex();
  readonly items = new IdIndex();
  readonly titles: string[] = [];
  readonly #wish: ColumnWish & { readonly feedback: string };
  readonly #scale: RatingScale | null;
  #columns!: ColumnMapping;
  #width = 0;
  events!: EventColumns;
  /** What the value was said to be, by hand or by its column's name. */
  meaning: 'rating' | 'count' | null = null;

  constructor(wish: ColumnWish & { readonly feedback: string }, scale: RatingScale | null) {
    this.#wish = wish;
    this.#scale = scale;
  }

  start(first: RecordReader, table: TableGuess): void {
    this.#columns = mapColumns(table, this.#wish, (message) => first.fail(message));
    const { user, item, time } = this.#columns;
    const missing = user < 0 ? 'user' : item < 0 ? 'item' : null;
    if (missing) {
      const got = columnsInWords(table, first.cells);
      throw first.fail(`Expected a column for the ${missing}, got ${got}. Choose it by name or number.`);
    }
    this.#width = first.cells;
    this.meaning = this.#meaning();
    this.events = new EventColumns(time >= 0);
  }

  add(row: RecordReader): void {
    if (row.cells !== this.#width) checkWidth(row, this.#width);
    const columns = this.#columns;
    const value = columns.value < 0 ? 1 : this.#value(row, columns.value);
    const time = columns.time < 0 ? 0 : readTime(row, columns.time);
    if (Number.isNaN(time)) {
      throw row.failAt(columns.time, 'a time', 'Write seconds since 1970 or a date such as 2016-10-16 18:05:30.');
    }
    const user = this.users.add(row, columns.user, 'a user');
    const item = this.items.add(row, columns.item, 'an item');
    if (columns.title >= 0 && !this.titles[item]) this.titles[item] = row.text(columns.title);
    this.events.add(row, user, item, value, time);
  }

  #meaning(): 'rating' | 'count' | null {
    if (this.#columns.value < 0) return 'count';
    if (this.#wish.feedback === 'explicit') return 'rating';
    if (this.#wish.feedback === 'implicit') return 'count';
    return this.#scale ? 'rating' : this.#columns.meaning;
  }

  #value(row: RecordReader, cell: number): number {
    const value = row.number(cell);
    if (Number.isNaN(value)) {
      throw row.failAt(cell, 'a number as the value', 'Write it with a decimal point, or choose another value column.');
    }
    if (this.#scale && !isOnScale(value, this.#scale)) {
      throw row.failAt(cell, `a rating from ${scaleInWords(this.#scale)}`, 'Correct the line or choose another scale.');
    }
    if (this.meaning === 'count' && value <= 0) {
      throw row.failAt(cell, 'a count above 0', 'Remove the line, or say that the values are ratings.');
    }
    return value;
  }
}
