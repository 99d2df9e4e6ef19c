import { LabError } from '../core/errors.ts';

const PAGE = 65536;

/** Every piece starts on a cache line. */
const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** The first bytes belong to the pool of threads, see pool.ts. */
export const RESERVED = 1024;

/** One problem's place in memory. Views over it die when the memory grows: make them where they are used. */
export interface Region<Name extends string> {
  readonly at: Readonly<Record<Name, number>>;
  release(): void;
}

/**
 * The kernels' linear memory. Each problem takes one region, laid out at once and released at once; released regions
 * merge and are used again, since WebAssembly memory can grow but never shrink.
 */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  /** Free stretches by address, never touching each other. */
  #free: { from: number; to: number }[];

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#free = [{ from: RESERVED, to: memory.buffer.byteLength }];
  }

  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Places pieces of the given sizes in bytes. Throws BackendError where memory cannot grow that far. */
  layOut<Name extends string>(sizes: Readonly<Record<Name, number>>): Region<Name> {
    const names = Object.keys(sizes) as Name[];
    // A kernel may read a few lanes past the end of a piece.
    const room = (name: Name) => aligned(sizes[name] + 32);
    const total = names.reduce((sum, name) => sum + room(name), 0);
    const from = this.#take(total);
    const at = {} as Record<Name, number>;
    let next = from;
    for (const name of names) {
      at[name] = next;
      next += room(name);
    }
    let held = true;
    return {
      at,
      release: () => {
        if (held) this.#give(from, from + total);
        held = false;
      },
    };
  }

  int32(at: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, length);
  }

  uint32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, at, length);
  }

  float32(at: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  float64(at: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, length);
  }

  zero(at: number, bytes: number): void {
    new Uint8Array(this.#memory.buffer, at, bytes).fill(0);
  }

  #take(bytes: number): number {
    let stretch = this.#free.find(({ from, to }) => to - from >= bytes);
    if (!stretch) {
      const end = this.bytes;
      const last = this.#free.at(-1);
      const usable = last?.to === end ? end - last.from : 0;
      const pages = Math.ceil((bytes - usable) / PAGE);
      try {
        this.#memory.grow(pages);
      } catch (cause) {
        const wanted = Math.ceil(bytes / 2 ** 20);
        const present = Math.ceil(end / 2 ** 20);
        throw new LabError(
          'BackendError',
          `Expected ${wanted} MB of memory for this problem; the browser would not grow the kernels' ${present} MB. ` +
            'Choose fewer factors or neighbors, a smaller data set, or close other models and tabs.',
          { cause },
        );
      }
      this.#give(end, this.bytes);
      stretch = this.#free.at(-1)!;
    }
    const { from } = stretch;
    stretch.from += bytes;
    this.#free = this.#free.filter((each) => each.from < each.to);
    return from;
  }

  #give(from: number, to: number): void {
    const merged: { from: number; to: number }[] = [];
    for (const stretch of [...this.#free, { from, to }].sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last?.to === stretch.from) last.to = stretch.to;
      else merged.push({ ...stretch });
    }
    this.#free = merged;
  }
}
