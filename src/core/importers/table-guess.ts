import { strToU8 } from 'fflate';
import { isError } from '../errors.ts';
import { roleOfName } from './column-roles.ts';
import type { Layout } from './record-reader.ts';
import { RecordReader } from './record-reader.ts';

/** How the first lines of a file fall into cells. */
export interface TableGuess {
  readonly layout: Layout;
  /** Null where the first line is data already. */
  readonly header: readonly string[] | null;
  /** The first rows below the header. */
  readonly rows: readonly (readonly string[])[];
}

/** In order of preference where two cut equally well. */
export const separators = ['::', '\t', ';', ',', '|', ' '] as const;

const linesLookedAt = 50;
const leastAlike = 0.5;

/**
 * Finds the separator that cuts the first lines into equally many cells, at least two, and says whether the first
 * line is a header; either may be given instead. Null where nothing cuts it.
 */
export function guessTable(
  head: string,
  given: { readonly separator?: string | undefined; readonly header?: boolean | undefined } = {},
): TableGuess | null {
  const candidates = given.separator ? [given.separator] : separators;
  let best: { layout: Layout; rows: string[][]; score: number } | null = null;
  for (const separator of candidates) {
    const layout = { separator, quotes: separator !== '::' };
    const rows = firstRows(head, layout, linesLookedAt);
    if (rows.length === 0) continue;
    const width = rows[0].length;
    if (width < 2 && !given.separator) continue;
    const alike = rows.filter((row) => row.length === width).length / rows.length;
    const score = alike === 1 ? 1 : alike * 0.9;
    if (!given.separator && (alike < leastAlike || (separator === ' ' && isProse(rows)))) continue;
    if (!best || score > best.score) best = { layout, rows, score };
  }
  if (!best) return null;
  const { layout, rows } = best;
  const headed = given.header ?? looksLikeHeader(rows);
  return { layout, header: headed ? rows[0] : null, rows: headed ? rows.slice(1) : rows };
}

export function firstRows(head: string, layout: Layout, count: number): string[][] {
  const reader = new RecordReader('', layout);
  const rows: string[][] = [];
  reader.push(strToU8(head));
  reader.finish();
  try {
    while (rows.length < count && reader.next()) rows.push(reader.texts());
  } catch (error) {
    // A misplaced quote ends the look at the file; reading it will say where it is.
    if (!isError(error, 'ImportError')) throw error;
  }
  return rows;
}

/** Blanks also stand between words: only lines with a number each, or below known column names, are a table. */
function isProse(rows: readonly (readonly string[])[]): boolean {
  const width = rows[0].length;
  if (rows.some((row) => row.length !== width)) return true;
  return !looksLikeHeader(rows) && !rows.every((row) => row.some(isNumber));
}

/** A header has a name known for a column, or words above numbers. */
function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows;
  if (first.some((cell) => roleOfName(cell) !== null)) return true;
  if (first.some((cell) => isNumber(cell) || cell === '')) return false;
  return first.some((_, column) => rest.length > 0 && rest.every((row) => isNumber(row[column] ?? '')));
}

export const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
