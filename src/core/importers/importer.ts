import type { Dataset } from '../data/dataset.ts';
import type { Entry } from '../entry.ts';
import { LabError } from '../errors.ts';
import type { ParamSpecs, ParamValues, ValuesOf } from '../params.ts';
import { checkParams } from '../params.ts';

/** A file as the core sees it: a name and its bytes in pieces. Zips have been opened before: one source per member. */
export interface Source {
  readonly name: string;
  /** Bytes, or NaN where it is not known before reading. */
  readonly size: number;
  /** A fresh pass over the bytes each time it is called. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The bytes from `from` up to `to`, where the origin can jump; it spares whole passes over a large archive. */
  slice?(from: number, to: number): AsyncIterable<Uint8Array>;
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

/** Checks the parameters, and says in words when the data outgrow the memory. */
export function defineImporter<const P extends ParamSpecs>(
  definition: Omit<Importer<P>, 'read'> & {
    read(sources: readonly Source[], params: ValuesOf<P>): AsyncGenerator<ImportProgress, Dataset, void>;
  },
): Importer<P> {
  return {
    ...definition,
    async *read(sources, params) {
      const values = checkParams(definition.params, params, definition.id);
      try {
        return yield* definition.read(sources, values);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const names = sources.map((source) => source.name).join(', ');
        throw new LabError('ImportError', `${names}: The data do not fit into memory. Import a part of them.`, {
          cause: error,
        });
      }
    },
  };
}
