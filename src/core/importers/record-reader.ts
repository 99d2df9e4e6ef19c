import { decodeText } from './decode.ts';
import { importError, shown } from './import-error.ts';
import { readNumber } from './read-number.ts';

export interface Layout {
  /** One or two ASCII characters between cells; a blank stands for any run of blanks and tabs. */
  readonly separator: string;
  /** Whether a cell may be wrapped in double quotes, a doubled quote standing for one (RFC 4180). */
  readonly quotes: boolean;
}

export const commas: Layout = { separator: ',', quotes: true };

/** What a byte means outside quotes; every other byte is ordinary, 0. */
const SEPARATOR = 1;
const LINE_FEED = 2;
const CARRIAGE_RETURN = 3;

const QUOTE = 0x22;
const BLANK = 0x20;
const maxRecordBytes = 1 << 23;

/**
 * Cuts bytes into records and cells in place. A cell is two positions in a buffer until someone asks for its number
 * or its text, so a numeric table is read without making one string. Lines end with LF, CRLF or CR; blank lines are
 * skipped; blanks around an unquoted cell do not count. The last line may lack its line end.
 *
 * Every ASCII byte means itself in UTF-8 and in Latin-1, so cutting comes before decoding.
 */
export class RecordReader {
  readonly file: string;
  /** Cells of the current record. */
  cells = 0;
  /** Line of the file the current record begins on, from 1. */
  line = 0;
  bytes: Uint8Array = new Uint8Array(0);
  starts = new Int32Array(64);
  ends = new Int32Array(64);

  #doubled = new Uint8Array(64);
  readonly #classes = new Uint8Array(256);
  readonly #second: number;
  readonly #blanks: boolean;
  readonly #quotes: boolean;
  #filled = 0;
  #at = 0;
  #nextLine = 1;
  #innerBreaks = 0;
  #last = false;

  constructor(file: string, layout: Layout) {
    this.file = file;
    this.#blanks = layout.separator === ' ';
    this.#quotes = layout.quotes;
    this.#second = layout.separator.length > 1 ? layout.separator.charCodeAt(1) : -1;
    this.#classes[layout.separator.charCodeAt(0)] = SEPARATOR;
    if (this.#blanks) this.#classes[0x09] = SEPARATOR;
    this.#classes[0x0a] = LINE_FEED;
    this.#classes[0x0d] = CARRIAGE_RETURN;
  }

  /** More bytes of the file. The current record's cells are gone after this. */
  push(piece: Uint8Array): void {
    const rest = this.bytes.subarray(this.#at, this.#filled);
    const filled = rest.length + piece.length;
    const room = filled > this.bytes.length ? new Uint8Array(Math.max(filled, 2 * this.bytes.length)) : this.bytes;
    room.set(rest);
    room.set(piece, rest.length);
    this.bytes = room;
    this.#filled = filled;
    this.#at = 0;
  }

  /** No more bytes will come: what is left is the last record. */
  finish(): void {
    this.#last = true;
  }

  /** Moves to the next whole record; false where more bytes are needed or, after `finish`, none is left. */
  next(): boolean {
    while (this.#at < this.#filled) {
      const from = this.#at;
      const end = this.#scan(from);
      if (end < 0) {
        if (this.#filled - from > maxRecordBytes) {
          throw importError(
            this.file,
            this.#nextLine,
            `Expected a line of at most ${maxRecordBytes >> 20} MB, got a longer one. Is a quote opened here and never closed?`,
          );
        }
        return false;
      }
      this.#at = end;
      this.line = this.#nextLine;
      this.#nextLine += 1 + this.#innerBreaks;
      if (this.cells > 1 || (this.cells === 1 && this.ends[0] > this.starts[0])) return true;
    }
    return false;
  }

  /** NaN where the cell is not a plain decimal number. */
  number(cell: number): number {
    return readNumber(this.bytes, this.starts[cell], this.ends[cell]);
  }

  text(cell: number): string {
    const text = decodeText(this.bytes, this.starts[cell], this.ends[cell]);
    return this.#doubled[cell] ? text.replaceAll('""', '"') : text;
  }

  texts(): string[] {
    return Array.from({ length: this.cells }, (_, cell) => this.text(cell));
  }

  /** An error about this record. */
  fail(message: string): Error {
    return importError(this.file, this.line, message);
  }

  /** An error about one of its cells: what was expected there. */
  failAt(cell: number, expected: string, advice: string): Error {
    return this.fail(`Expected ${expected}, got ${shown(this.text(cell))}. ${advice}`);
  }

  /** Position after the record's line end, or -1 where the bytes do not tell yet. */
  #scan(from: number): number {
    const { bytes } = this;
    const classes = this.#classes;
    const filled = this.#filled;
    this.cells = 0;
    this.#innerBreaks = 0;
    let i = from;
    for (;;) {
      const start = i;
      if (this.#quotes && bytes[i] === QUOTE && i < filled) {
        i = this.#scanQuoted(i);
        if (i < 0) return -1;
      } else {
        for (;;) {
          while (i < filled && classes[bytes[i]] === 0) i++;
          if (i === filled && !this.#last) return -1;
          if (this.#second < 0 || i === filled || classes[bytes[i]] !== SEPARATOR) break;
          if (i + 1 === filled && !this.#last) return -1;
          if (bytes[i + 1] === this.#second && i + 1 < filled) break;
          i++;
        }
        this.#close(start, i);
      }
      if (i === filled) return i;
      const kind = classes[bytes[i]];
      if (kind === LINE_FEED) return i + 1;
      if (kind === CARRIAGE_RETURN) {
        if (i + 1 === filled) return this.#last ? i + 1 : -1;
        return bytes[i + 1] === 0x0a ? i + 2 : i + 1;
      }
      i += this.#second < 0 ? 1 : 2;
    }
  }

  /** From an opening quote to the separator or line end after its closing one. */
  #scanQuoted(open: number): number {
    const { bytes } = this;
    const filled = this.#filled;
    let doubled = 0;
    let i = open + 1;
    for (;;) {
      while (i < filled && bytes[i] !== QUOTE) i++;
      if (i + 1 >= filled && !this.#last) return -1;
      if (i === filled) {
        throw importError(
          this.file,
          this.#nextLine,
          'Expected a closing quote, got the end of the file. Close the cell.',
        );
      }
      if (i + 1 === filled || bytes[i + 1] !== QUOTE) break;
      doubled = 1;
      i += 2;
    }
    const close = i++;
    while (i < filled && bytes[i] === BLANK && this.#classes[BLANK] === 0) i++;
    if (i === filled && !this.#last) return -1;
    if (i < filled && this.#classes[bytes[i]] === 0) {
      const got = decodeText(bytes, open, Math.min(i + 20, filled));
      throw importError(
        this.file,
        this.#nextLine,
        `Expected a separator after a closing quote, got ${shown(got)}. Write a quote inside a quoted cell twice.`,
      );
    }
    this.#innerBreaks += this.#countBreaks(open + 1, close);
    this.#addCell(open + 1, close, doubled);
    return i;
  }

  /** An unquoted cell, without the blanks around it. */
  #close(start: number, end: number): void {
    const { bytes } = this;
    while (start < end && bytes[start] === BLANK) start++;
    while (end > start && bytes[end - 1] === BLANK) end--;
    if (this.#blanks && start === end) return;
    this.#addCell(start, end, 0);
  }

  #addCell(start: number, end: number, doubled: number): void {
    const cell = this.cells++;
    if (cell === this.starts.length) this.#grow();
    this.starts[cell] = start;
    this.ends[cell] = end;
    this.#doubled[cell] = doubled;
  }

  #grow(): void {
    const wider = <A extends Int32Array | Uint8Array>(column: A, empty: A): A => (empty.set(column), empty);
    const length = this.starts.length * 2;
    this.starts = wider(this.starts, new Int32Array(length));
    this.ends = wider(this.ends, new Int32Array(length));
    this.#doubled = wider(this.#doubled, new Uint8Array(length));
  }

  #countBreaks(from: number, to: number): number {
    let count = 0;
    for (let i = from; i < to; i++) {
      const byte = this.bytes[i];
      if (byte === 0x0a || (byte === 0x0d && this.bytes[i + 1] !== 0x0a)) count++;
    }
    return count;
  }
}
