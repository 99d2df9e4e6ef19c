import type { Dataset } from '../data/dataset.ts';
import type { Entry } from '../entry.ts';
import type { ParamSpecs, ParamValues } from '../params.ts';

/** A file as the core sees it: a name and its bytes in pieces. Zips have been opened before: one source per member. */
export interface Source {
  readonly name: string;
  /** Bytes, or NaN where it is not known before reading. */
  readonly size: number;
  /** A fresh pass over the bytes each time it is called. */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface ImportProgress {
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}

export interface Importer<P extends ParamSpecs = ParamSpecs> extends Entry<P> {
  /** File endings it may read, with the dot; used by the picker. */
  readonly extensions: readonly string[];
  /**
   * How sure it is that these are its files, 0 … 1, from names and the first bytes of each (`heads`, decoded text,
   * same order). The surest importer is offered; 0 means never.
   */
  recognize(sources: readonly Source[], heads: readonly string[]): number;
  /**
   * Reads as a generator so that whoever drives it reports progress and cancels.
   * Throws ImportError with file, line, what was expected and what came.
   */
  read(sources: readonly Source[], params: ParamValues): AsyncGenerator<ImportProgress, Dataset, void>;
}
