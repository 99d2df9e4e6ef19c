import { foreignContent } from './content-kind.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { openSources } from './open.ts';
import type { Candidate } from './registry.ts';
import { recognize } from './registry.ts';
import { headOf, textHead } from './source.ts';
import { guessTable } from './table-guess.ts';

/** What can be said of files before they are read. */
export interface Inspection {
  /** The surest importer first, only those with some confidence. */
  readonly candidates: readonly Candidate[];
  readonly files: readonly FilePreview[];
}

export interface FilePreview {
  readonly name: string;
  readonly bytes: number;
  /** Header names where the file has a header. */
  readonly columns: readonly string[] | null;
  /** The first few rows, cut into cells. */
  readonly rows: readonly (readonly string[])[];
}

const previewRows = 8;

/** Opens archives, recognizes the format, shows the first rows. Throws ImportError where no importer fits. */
export async function inspect(raw: readonly Source[]): Promise<Inspection> {
  const sources = await openSources(raw);
  const heads: Uint8Array[] = [];
  for (const source of sources) heads.push(await headOf(source));
  const texts = heads.map(textHead);
  const candidates = recognize(sources, texts);
  if (candidates.length === 0) {
    const seen = sources.map((source, at) => `${source.name} (${contentInWords(heads[at])})`).join(', ') || 'no file';
    throw importError(
      'Import',
      null,
      `Expected a table of events, MovieLens files or interaction lists, got ${seen}. Choose other files.`,
    );
  }
  return { candidates, files: sources.map((source, at) => preview(source, texts[at])) };
}

/** The first rows of a file, from its head; no rows where it is no table. */
export function preview(source: Source, head: string): FilePreview {
  const table = guessTable(head);
  return {
    name: source.name,
    bytes: source.size,
    columns: table?.header ?? null,
    rows: table?.rows.slice(0, previewRows) ?? [],
  };
}

const contentInWords = (head: Uint8Array): string =>
  head.length === 0 ? 'empty' : (foreignContent(head) ?? 'text without such a table');
