/**
 * Answers that cost something, kept by key: the least recently used go first when room runs out, and none is given out
 * after its time to live. A key should hold all that an answer follows from; what it cannot hold is the group, whose
 * answers can be forgotten together without looking at any other.
 */
export interface CacheOptions {
  /** Room for all answers together, as their owner counts bytes. */
  readonly maxBytes: number;
  /** Seconds from being kept to being too old. */
  readonly ttl: number;
  /** Seconds since whenever, never going back. */
  readonly clock: () => number;
}

export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  readonly group: string;
  readonly until: number;
}

export class Cache<V> {
  readonly #options: CacheOptions;
  /** Least recently used first: a Map keeps the order in which keys were set. */
  readonly #entries = new Map<string, Entry<V>>();
  readonly #groups = new Map<string, Set<string>>();
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /** Counts as a use. Undefined where there is none, or none young enough. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry && this.#options.clock() < entry.until) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#hits++;
      return entry.value;
    }
    if (entry) this.#drop(key, entry);
    this.#misses++;
    return undefined;
  }

  /** What is larger than the whole room is not kept. */
  set(key: string, value: V, bytes: number, group = ''): void {
    const { maxBytes, ttl, clock } = this.#options;
    const before = this.#entries.get(key);
    if (before) this.#drop(key, before);
    if (bytes > maxBytes) return;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes + bytes <= maxBytes) break;
      this.#drop(oldest, entry);
    }
    this.#entries.set(key, { value, bytes, group, until: clock() + ttl });
    this.#bytes += bytes;
    let keys = this.#groups.get(group);
    if (!keys) this.#groups.set(group, (keys = new Set()));
    keys.add(key);
  }

  /** Forgets the answers of a group, and how many those were. */
  invalidate(group: string): number {
    const keys = [...(this.#groups.get(group) ?? [])];
    for (const key of keys) this.#drop(key, this.#entries.get(key)!);
    return keys.length;
  }

  /** Forgets everything, the counts of hits and misses as well. */
  clear(): void {
    this.#entries.clear();
    this.#groups.clear();
    this.#bytes = this.#hits = this.#misses = 0;
  }

  get stats(): CacheStats {
    return {
      hits: this.#hits,
      misses: this.#misses,
      entries: this.#entries.size,
      bytes: this.#bytes,
      maxBytes: this.#options.maxBytes,
    };
  }

  #drop(key: string, { bytes, group }: Entry<V>): void {
    this.#entries.delete(key);
    this.#bytes -= bytes;
    const keys = this.#groups.get(group);
    keys?.delete(key);
    if (keys?.size === 0) this.#groups.delete(group);
  }
}
