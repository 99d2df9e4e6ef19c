import type { Interactions } from '../data/interactions.ts';
import type { Values } from '../data/csr.ts';
import type { RecordReader } from './record-reader.ts';

/** 67 million events: with their order and their copies about 4 GB, what one tab may hold. */
export const maxEvents = 1 << 26;

/** The events read so far, 24 bytes each, in blocks: nothing is copied while the columns grow. */
export class EventColumns {
  readonly #user = new Blocks((length) => new Uint32Array(length));
  readonly #item = new Blocks((length) => new Uint32Array(length));
  readonly #value = new Blocks((length) => new Float64Array(length));
  readonly #time: Blocks<Float64Array> | null;
  /** Whether every value so far survives 32 bits. */
  #narrow = true;
  count = 0;

  readonly #limit: number;

  constructor(timed: boolean, limit = maxEvents) {
    this.#time = timed ? new Blocks((length) => new Float64Array(length)) : null;
    this.#limit = limit;
  }

  /**
   * The event of a row; `time` in seconds since 1970, ignored where the columns are untimed. Throws ImportError when
   * full.
   */
  add(row: RecordReader, user: number, item: number, value: number, time = 0): void {
    if (this.count === this.#limit) {
      throw row.fail(
        `Expected at most ${this.#limit} events, got more: they would not fit into memory. Import a part of the file.`,
      );
    }
    this.#user.push(user);
    this.#item.push(item);
    this.#value.push(value);
    this.#time?.push(time + 0);
    if (Math.fround(value) !== value) this.#narrow = false;
    this.count++;
  }

  /** Hands the events over, yielding after each column, and keeps none: call it once. */
  *take(): Generator<void, Interactions, void> {
    const { count } = this;
    const user = this.#user.take(new Uint32Array(count));
    yield;
    const item = this.#item.take(new Uint32Array(count));
    yield;
    const value = this.#value.take<Values>(this.#narrow ? new Float32Array(count) : new Float64Array(count));
    yield;
    const timestamp = this.#time && this.#time.take(new Float64Array(count));
    return { user, item, value, kind: null, timestamp };
  }
}

const blockLength = 1 << 16;

class Blocks<A extends Uint32Array | Float64Array> {
  readonly #make: (length: number) => A;
  #full: A[] = [];
  #open: A;
  #filled = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#open = make(blockLength);
  }

  push(entry: number): void {
    if (this.#filled === blockLength) {
      this.#full.push(this.#open);
      this.#open = this.#make(blockLength);
      this.#filled = 0;
    }
    this.#open[this.#filled++] = entry;
  }

  take<T extends Uint32Array | Values>(out: T): T {
    this.#full.forEach((block, at) => out.set(block, at * blockLength));
    out.set(this.#open.subarray(0, this.#filled), this.#full.length * blockLength);
    this.#full = [];
    this.#open = this.#make(0);
    return out;
  }
}
