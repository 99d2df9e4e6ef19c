import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { joined } from './source.ts';
import type { ZipMember } from './zip-directory.ts';
import { partOf } from './zip-directory.ts';

const headerSignature = 0x04034b50;
const headerBytes = 30;
/** Deflate makes at most a thousand bytes of one, so this much in is a bounded amount out. */
const pieceBytes = 1 << 14;

/** A member of an archive as a file of its own, unpacked while it is read; `name` is what messages call it. */
export const memberSource = (archive: Source, member: ZipMember, name: string): Source => ({
  name,
  size: member.bytes,
  chunks: () => unpacked(archive, member, name),
});

async function* unpacked(archive: Source, member: ZipMember, name: string): AsyncGenerator<Uint8Array, void, void> {
  const damaged = (got: string, cause?: unknown) => {
    const error = importError(
      name,
      null,
      `Expected ${member.bytes} bytes from the archive, got ${got}. Download it again.`,
    );
    error.cause = cause;
    return error;
  };
  let bytes = 0;
  let crc = 0;
  for await (const piece of member.deflated
    ? inflated(packed(archive, member, damaged), damaged)
    : packed(archive, member, damaged)) {
    bytes += piece.length;
    if (bytes > member.bytes) throw damaged('more');
    crc = crc32(piece, crc);
    yield piece;
  }
  if (bytes !== member.bytes) throw damaged(String(bytes));
  if (crc !== member.crc) throw damaged('other ones: their checksum differs');
}

type Damaged = (got: string, cause?: unknown) => Error;

/** The member's bytes as they lie in the archive, behind a header whose length only it knows. */
async function* packed(archive: Source, member: ZipMember, damaged: Damaged): AsyncGenerator<Uint8Array, void, void> {
  let header: Uint8Array | null = new Uint8Array(0);
  let skip = 0;
  let left = member.compressedBytes;
  for await (const chunk of partOf(archive, member.offset, Infinity)) {
    let bytes = chunk;
    if (header) {
      header = joined(header, chunk);
      if (header.length < headerBytes) continue;
      const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
      if (view.getUint32(0, true) !== headerSignature) throw damaged('something else at its place');
      skip = headerBytes + view.getUint16(26, true) + view.getUint16(28, true);
      bytes = header;
      header = null;
    }
    const start = Math.min(skip, bytes.length);
    skip -= start;
    const own = bytes.subarray(start, Math.min(bytes.length, start + left));
    left -= own.length;
    for (let at = 0; at < own.length; at += pieceBytes) yield own.subarray(at, at + pieceBytes);
    if (skip === 0 && left === 0) return;
  }
  if (left > 0) throw damaged('the end of the archive');
}

async function* inflated(pieces: AsyncIterable<Uint8Array>, damaged: Damaged): AsyncGenerator<Uint8Array, void, void> {
  let out: Uint8Array[] = [];
  const inflate = new Inflate((bytes) => out.push(bytes));
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      inflate.push(piece, last);
    } catch (error) {
      throw damaged('damaged ones', error);
    }
    const made = out;
    out = [];
    return made;
  };
  for await (const piece of pieces) yield* push(piece, false);
  yield* push(new Uint8Array(0), true);
}
