import { foreignContent } from './content-kind.ts';
import { decodeText } from './decode.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';

/** "ml-latest-small/ratings.csv" is known as "ratings.csv". */
export const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Reading one of these, with all that is done to its rows, stays far below 50 ms. */
const pieceBytes = 1 << 18;
const headBytes = 1 << 16;

/**
 * The bytes of a text file in pieces small enough to report after each, without a byte order mark.
 * Throws ImportError for an empty file and for one that is not text.
 */
export async function* textPieces(source: Source): AsyncGenerator<Uint8Array, void, void> {
  let start: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    if (start) {
      start = joined(start, chunk);
      if (start.length < 1024) continue;
      yield* cut(checkedStart(source, start));
      start = null;
    } else yield* cut(chunk);
  }
  if (start) yield* cut(checkedStart(source, start));
}

function checkedStart(source: Source, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw importError(source.name, null, 'The file is empty. Expected a table of text.');
  const foreign = foreignContent(bytes.subarray(0, headBytes));
  if (foreign) throw importError(source.name, null, `Expected a table of text, got ${foreign}. Choose another file.`);
  return bytes.subarray(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

function* cut(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

/** The first bytes of a file, up to `length`. */
export async function headOf(source: Source, length = headBytes): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    head = joined(head, chunk);
    if (head.length >= length) break;
  }
  return head.slice(0, length);
}

/**
 * The first text of each file, whole lines where it was cut, "" for one that is not text: what `recognize` looks at.
 */
export async function readHeads(sources: readonly Source[]): Promise<string[]> {
  const heads: string[] = [];
  for (const source of sources) heads.push(textHead(await headOf(source)));
  return heads;
}

export function textHead(head: Uint8Array): string {
  if (foreignContent(head)) return '';
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const lastBreak = head.lastIndexOf(10);
  const cutOff = head.length >= headBytes && lastBreak > 0;
  return decodeText(head, marked, cutOff ? lastBreak + 1 : head.length);
}
