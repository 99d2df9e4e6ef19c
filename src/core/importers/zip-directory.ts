import { decodeText } from './decode.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { joined } from './source.ts';

/** A file inside a zip archive, as the archive's own directory describes it. */
export interface ZipMember {
  readonly name: string;
  readonly deflated: boolean;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const entrySignature = 0x02014b50;
const entryBytes = 46;
/**
 * The end record and the longest comment behind it fit in 64 KB; the rest is for the directory of an ordinary archive.
 */
const tailBytes = 1 << 20;

/**
 * Reads the directory at the end of a zip archive (PKWARE APPNOTE 6.3, 4.3), which knows every member's size and
 * checksum and is absent from an archive that was cut off. Throws ImportError for that and for what cannot be read:
 * encryption, another compression than deflate, ZIP64, several disks.
 */
export async function readDirectory(archive: Source): Promise<ZipMember[]> {
  const { tail, size } = await tailOf(archive);
  const end = findEnd(tail);
  if (end < 0) {
    throw importError(
      archive.name,
      null,
      'Expected a zip archive with its directory at the end, got none: it was cut off or damaged. Download it again.',
    );
  }
  const view = viewOf(tail);
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) throw tooBig(archive.name);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw importError(
      archive.name,
      null,
      'Expected a zip archive in one piece, got one of several disks. Join them first.',
    );
  }
  const tailStart = size - tail.length;
  const directoryStart = tailStart + end - length;
  const shift = directoryStart - start;
  if (shift < 0) throw damaged(archive.name);
  const directory =
    directoryStart >= tailStart
      ? tail.subarray(directoryStart - tailStart, end)
      : await bytesOf(archive, directoryStart, directoryStart + length);
  return readEntries(archive.name, directory, count).map((member) => ({ ...member, offset: member.offset + shift }));
}

function readEntries(archive: string, directory: Uint8Array, count: number): ZipMember[] {
  const view = viewOf(directory);
  const members: ZipMember[] = [];
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    if (at + entryBytes > directory.length || view.getUint32(at, true) !== entrySignature) throw damaged(archive);
    const nameLength = view.getUint16(at + 28, true);
    const name = decodeText(directory, at + entryBytes, Math.min(at + entryBytes + nameLength, directory.length));
    const next = at + entryBytes + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (!isIgnored(name)) members.push(readEntry(archive, view, at, name.replaceAll('\\', '/')));
    at = next;
  }
  return members;
}

function readEntry(archive: string, view: DataView, at: number, name: string): ZipMember {
  const inside = `${archive}, ${name}`;
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & 1) {
    throw importError(
      inside,
      null,
      'Expected a file without a password, got an encrypted one. Unpack the archive first.',
    );
  }
  if (method !== 0 && method !== 8) {
    const known = { 9: ' (Deflate64)', 12: ' (bzip2)', 14: ' (LZMA)', 93: ' (Zstandard)', 95: ' (xz)' }[method] ?? '';
    throw importError(
      inside,
      null,
      `Expected a stored or deflated file, got compression method ${method}${known}. Unpack the archive first.`,
    );
  }
  const compressedBytes = view.getUint32(at + 20, true);
  const bytes = view.getUint32(at + 24, true);
  const offset = view.getUint32(at + 42, true);
  if (compressedBytes === 0xffffffff || bytes === 0xffffffff || offset === 0xffffffff) throw tooBig(inside);
  return { name, deflated: method === 8, compressedBytes, bytes, crc: view.getUint32(at + 16, true), offset };
}

/** Folders, and what the Mac's Finder adds. */
const isIgnored = (name: string): boolean => /[/\\]$|(^|[/\\])(__MACOSX[/\\]|\._|\.DS_Store$)/.test(name);

const tooBig = (name: string) =>
  importError(
    name,
    null,
    'Expected a zip archive below 4 GB, got a larger one (ZIP64). Unpack it and choose its files.',
  );

const damaged = (name: string) =>
  importError(name, null, 'The directory of the zip archive is damaged. Download it again.');

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The last end record whose comment reaches exactly to the end of the archive. */
function findEnd(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + endBytes + view.getUint16(at + 20, true) === tail.length) return at;
  }
  return -1;
}

async function tailOf(archive: Source): Promise<{ tail: Uint8Array; size: number }> {
  const from = archive.slice && archive.size > tailBytes ? archive.size - tailBytes : 0;
  let chunks: Uint8Array[] = [];
  let held = 0;
  let size = from;
  for await (const chunk of partOf(archive, from, Infinity)) {
    chunks.push(chunk);
    held += chunk.length;
    size += chunk.length;
    if (held > 4 * tailBytes) {
      chunks = [chunks.reduce(joined).slice(-tailBytes)];
      held = tailBytes;
    }
  }
  return { tail: chunks.reduce(joined, new Uint8Array(0)).slice(-tailBytes), size };
}

async function bytesOf(archive: Source, from: number, to: number): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0);
  for await (const chunk of partOf(archive, from, to)) bytes = joined(bytes, chunk);
  return bytes;
}

/** The bytes from `from` up to `to`: by a jump where the source can, else by passing over those before. */
export async function* partOf(source: Source, from: number, to: number): AsyncGenerator<Uint8Array, void, void> {
  if (source.slice && (from > 0 || to < source.size)) {
    yield* source.slice(from, Math.min(to, source.size));
    return;
  }
  let at = 0;
  for await (const chunk of source.chunks()) {
    const start = Math.max(0, from - at);
    const end = Math.min(chunk.length, to - at);
    at += chunk.length;
    if (start < end) yield chunk.subarray(start, end);
    if (at >= to) return;
  }
}
