import type { Vocabulary } from '../data/vocabulary.ts';
import type { RecordReader } from './record-reader.ts';

/** Integers up to here find their index in a flat table, at most 16 MB of it; larger ones in a map. */
const tableLimit = 1 << 22;

/**
 * Hands out dense indices to ids in order of first appearance, as VocabularyBuilder does, but straight from the bytes:
 * an id that is a plain integer never becomes text while reading. "7" and "007" are two ids.
 */
export class IdIndex {
  readonly #ids: (number | string)[] = [];
  readonly #texts = new Map<string, number>();
  readonly #integers = new Map<number, number>();
  #table = new Int32Array(0);

  get size(): number {
    return this.#ids.length;
  }

  /** The index of the id in a cell, new or known. Throws ImportError for an empty cell. */
  add(record: RecordReader, cell: number, what: string): number {
    const integer = plainInteger(record.bytes, record.starts[cell], record.ends[cell]);
    if (integer >= 0) return this.#addInteger(integer);
    const text = record.text(cell);
    if (text === '') throw record.failAt(cell, `the id of ${what}`, 'Fill the cell or remove the line.');
    return this.#addText(text);
  }

  /** The index of a known id, or -1. */
  find(record: RecordReader, cell: number): number {
    const integer = plainInteger(record.bytes, record.starts[cell], record.ends[cell]);
    if (integer < 0) return this.#texts.get(record.text(cell)) ?? -1;
    if (integer < tableLimit) return integer < this.#table.length ? this.#table[integer] : -1;
    return this.#integers.get(integer) ?? -1;
  }

  build(): Vocabulary {
    return { ids: this.#ids.map(String) };
  }

  #addInteger(integer: number): number {
    if (integer >= tableLimit) return this.#known(this.#integers, integer);
    if (integer >= this.#table.length) this.#growTable(integer);
    let index = this.#table[integer];
    if (index < 0) {
      index = this.#ids.push(integer) - 1;
      this.#table[integer] = index;
    }
    return index;
  }

  #addText(text: string): number {
    return this.#known(this.#texts, text);
  }

  #known<K extends number | string>(map: Map<K, number>, id: K): number {
    let index = map.get(id);
    if (index === undefined) {
      index = this.#ids.push(id) - 1;
      map.set(id, index);
    }
    return index;
  }

  #growTable(integer: number): void {
    const wider = new Int32Array(Math.min(tableLimit, Math.max(1024, 1 << (32 - Math.clz32(integer))))).fill(-1);
    wider.set(this.#table);
    this.#table = wider;
  }
}

/** The value of digits without a leading zero, or -1: only then is the number's text the id again. */
function plainInteger(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length === 0 || length > 15 || (bytes[from] === 0x30 && length > 1)) return -1;
  let i = from;
  let leading = 0;
  for (const end = Math.min(to, from + 9); i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >>> 0 > 9) return -1;
    leading = (leading * 10 + digit) | 0;
  }
  let value = leading;
  for (; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >>> 0 > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
