import type { Dataset } from '../data/dataset.ts';
import type { Gathered } from './assemble.ts';
import { assemble } from './assemble.ts';
import { plain } from './column-roles.ts';
import { importError } from './import-error.ts';
import type { ImportProgress, Source } from './importer.ts';
import type { Layout } from './record-reader.ts';
import { RecordReader } from './record-reader.ts';
import { textPieces } from './source.ts';

/** At the speed of text columns this is far below 50 ms; at that of numbers it is a few. */
const reportBytes = 1 << 18;

/** One import under way: goes through its files one after the other and knows how far it is. */
export class Reading {
  readonly #totalBytes: number;
  #bytes = 0;
  #rows = 0;
  #file: string;

  constructor(sources: readonly Source[]) {
    this.#totalBytes = sources.reduce((sum, source) => sum + source.size, 0);
    this.#file = sources[0]?.name ?? '';
  }

  get progress(): ImportProgress {
    return { file: this.#file, bytes: this.#bytes, totalBytes: this.#totalBytes, rows: this.#rows };
  }

  /** Shows every record to `visit`, yielding every quarter of a megabyte. Returns how many there were. */
  async *records(
    source: Source,
    layout: Layout,
    visit: (record: RecordReader) => void,
  ): AsyncGenerator<ImportProgress, number, void> {
    const reader = new RecordReader(source.name, layout);
    const before = this.#rows;
    let unreported = 0;
    const drain = () => {
      while (reader.next()) {
        this.#rows++;
        visit(reader);
      }
    };
    this.#file = source.name;
    for await (const piece of textPieces(source)) {
      reader.push(piece);
      drain();
      this.#bytes += piece.length;
      unreported += piece.length;
      if (unreported < reportBytes) continue;
      unreported = 0;
      yield this.progress;
    }
    reader.finish();
    drain();
    yield this.progress;
    if (this.#rows === before) throw importError(source.name, null, 'The file has no row. Expected a table of text.');
    return this.#rows - before;
  }

  /** Records without a header, all of one width. */
  async *rows(
    source: Source,
    layout: Layout,
    width: number,
    visit: (row: RecordReader) => void,
  ): AsyncGenerator<ImportProgress, void, void> {
    yield* this.records(source, layout, (record) => {
      if (record.cells !== width) checkWidth(record, width);
      visit(record);
    });
  }

  /**
   * Records below a header. `columns` are names, letter case and marks aside, with others for the same after "|"; those
   * ending with "?" may be absent (-1). Throws ImportError for a missing column, a row of another width than the header, and a header without rows.
   */
  async *table(
    source: Source,
    layout: Layout,
    columns: readonly string[],
    visit: (row: RecordReader, at: readonly number[]) => void,
  ): AsyncGenerator<ImportProgress, void, void> {
    let at: readonly number[] | null = null;
    let width = 0;
    const count = yield* this.records(source, layout, (record) => {
      if (at) {
        if (record.cells !== width) checkWidth(record, width);
        visit(record, at);
      } else {
        at = locate(record, columns);
        width = record.cells;
      }
    });
    if (count < 2) throw headerOnly(source);
  }

  /** The last part of every import: from what was gathered to the data set. */
  *finish(gathered: Gathered): Generator<ImportProgress, Dataset, void> {
    return yield* this.reporting(assemble(gathered));
  }

  /** Work after the files have been read, with the progress made so far reported at each of its steps. */
  *reporting<R>(work: Generator<void, R, void>): Generator<ImportProgress, R, void> {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      yield this.progress;
    }
  }
}

export const headerOnly = (source: Source): Error =>
  importError(source.name, null, 'The file has a header and no rows. Choose the whole file.');

function locate(header: RecordReader, columns: readonly string[]): readonly number[] {
  const names = header.texts();
  const known = names.map(plain);
  return columns.map((column) => {
    const optional = column.endsWith('?');
    const wanted = (optional ? column.slice(0, -1) : column).split('|');
    const at = wanted.map((name) => known.indexOf(plain(name))).find((found) => found >= 0) ?? -1;
    if (at < 0 && !optional) {
      throw header.fail(
        `Expected a column "${wanted[0]}", got the columns ${names.join(', ')}. Rename the column, or import the file as a table of your own.`,
      );
    }
    return at;
  });
}

/** Too few cells, or more than the header has unless the surplus is empty, as spreadsheets like to write it. */
export function checkWidth(row: RecordReader, width: number): void {
  let used = row.cells;
  while (used > width && row.starts[used - 1] === row.ends[used - 1]) used--;
  if (used !== width) {
    throw row.fail(
      `Expected ${width} cells, got ${row.cells}. Correct the line; if it is the last one, the file may have been cut off.`,
    );
  }
}
