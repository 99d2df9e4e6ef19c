import { gzipSync, strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSources } from '../../../src/core/importers/open.ts';
import { contentOf, cuts, jumping, messageOf, source } from './sources.ts';

const files = {
  'ml/ratings.csv': strToU8('userId,movieId\n1,2\n'),
  'ml/read me.txt': strToU8('Hello, wörld. '.repeat(5000)),
};
const archive = zipSync(files);

/** The archive with some bytes of it changed. */
function changed(bytes: Uint8Array, change: (view: DataView, directory: number) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  change(view, view.getUint32(copy.length - 22 + 16, true));
  return copy;
}

const open = (bytes: Uint8Array, name = 'ml.zip') => openSources([source(name, bytes)]);

describe('opening a zip archive', () => {
  it('gives each member its folder, its size and its bytes, again and again', async () => {
    const [ratings, readme] = await open(archive);
    expect(ratings).toMatchObject({ name: 'ml/ratings.csv', size: 19 });
    expect(readme).toMatchObject({ name: 'ml/read me.txt', size: 75000 });
    expect(await contentOf(ratings)).toBe('userId,movieId\n1,2\n');
    expect(await contentOf(readme)).toBe('Hello, wörld. '.repeat(5000));
    expect(await contentOf(readme)).toBe('Hello, wörld. '.repeat(5000));
  });

  it('does not mind where the bytes are cut, nor whether their origin can jump', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), fc.constantFrom(0, 9) as fc.Arbitrary<0 | 9>, async (at, jumps, level) => {
        const bytes = zipSync(files, { level });
        const plain = source('ml.zip', bytes, at);
        const [ratings, readme] = await openSources([jumps ? jumping(plain, bytes) : plain]);
        expect(await contentOf(ratings)).toBe('userId,movieId\n1,2\n');
        expect(await contentOf(readme)).toBe('Hello, wörld. '.repeat(5000));
      }),
      { numRuns: 30 },
    );
  });

  it('reads an archive larger than the tail it looks at', async () => {
    let seed = 1;
    const noise = Uint8Array.from(
      { length: 6_000_000 },
      () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 24,
    );
    const bytes = zipSync({ 'a.txt': strToU8('first'), 'noise.bin': noise, 'z.txt': strToU8('last') }, { level: 0 });
    for (const archived of [source('big.zip', bytes, [70_000, 5_999_000]), jumping(source('big.zip', bytes), bytes)]) {
      const [first, , last] = await openSources([archived]);
      expect(await contentOf(first)).toBe('first');
      expect(await contentOf(last)).toBe('last');
    }
  });

  it('reads an archive written as a stream, whose sizes come after the bytes', async () => {
    const parts: Uint8Array[] = [];
    const zip = new Zip((_, part) => parts.push(part));
    const member = new ZipDeflate('ratings.csv');
    zip.add(member);
    member.push(strToU8('1,2,3\n'), true);
    zip.end();
    const [ratings] = await open(Uint8Array.from(Buffer.concat(parts)));
    expect(await contentOf(ratings)).toBe('1,2,3\n');
  });

  it('names a folder after the archive where a member lies in none', async () => {
    const [ratings] = await open(zipSync({ 'ratings.dat': strToU8('x') }), 'ml-1m.zip');
    expect(ratings.name).toBe('ml-1m/ratings.dat');
  });

  it('passes over folders and what the Finder adds', async () => {
    const bytes = zipSync({
      'ml/': new Uint8Array(0),
      'ml/a.csv': strToU8('1'),
      'ml/.DS_Store': strToU8('2'),
      '__MACOSX/ml/._a.csv': strToU8('3'),
    });
    expect((await open(bytes)).map(({ name }) => name)).toEqual(['ml/a.csv']);
  });

  it('finds its way where something stands before the archive', async () => {
    const [ratings] = await open(archive);
    const shifted = Uint8Array.from([...archive.slice(0, 4), ...archive.slice(0)]);
    const [again] = await open(shifted);
    expect(await contentOf(again)).toBe(await contentOf(ratings));
  });

  it.each([
    [
      'cut off',
      archive.slice(0, -30),
      'ml.zip: Expected a zip archive with its directory at the end, got none: it was cut off',
    ],
    ['cut off after four bytes', archive.slice(0, 4), 'it was cut off or damaged'],
    ['empty', zipSync({}), 'ml.zip: The zip archive holds no file.'],
    [
      'encrypted',
      changed(archive, (view, at) => view.setUint16(at + 8, 1, true)),
      'ml.zip, ml/ratings.csv: Expected a file without a password, got an encrypted one. Unpack the archive first.',
    ],
    [
      'compressed otherwise',
      changed(archive, (view, at) => view.setUint16(at + 10, 14, true)),
      'got compression method 14 (LZMA). Unpack the archive first.',
    ],
    [
      'too large',
      changed(archive, (view, at) => view.setUint32(at + 24, 0xffffffff, true)),
      'Expected a zip archive below 4 GB, got a larger one (ZIP64).',
    ],
    [
      'of several disks',
      changed(archive, (view) => view.setUint16(view.byteLength - 22 + 4, 1, true)),
      'got one of several disks',
    ],
    [
      'damaged in its directory',
      changed(archive, (view, at) => view.setUint32(at, 0, true)),
      'The directory of the zip archive is damaged.',
    ],
  ])('refuses one that is %s', async (_, bytes, message) => {
    expect(await messageOf(open(bytes))).toContain(message);
  });

  it.each([
    [
      'its checksum',
      (view: DataView, at: number) => view.setUint32(at + 16, 1, true),
      'other ones: their checksum differs',
    ],
    [
      'its size',
      (view: DataView, at: number) => view.setUint32(at + 24, 5, true),
      'Expected 5 bytes from the archive, got more',
    ],
    ['its place', (view: DataView, at: number) => view.setUint32(at + 42, 7, true), 'got something else at its place'],
    ['its bytes', (view: DataView) => view.setUint8(48, 0xff), 'Download it again.'],
  ])('says while reading that %s is wrong', async (_, change, message) => {
    const [ratings] = await open(changed(archive, change));
    const said = await messageOf(contentOf(ratings));
    expect(said).toMatch(/^ml\/ratings\.csv: Expected/);
    expect(said).toContain(message);
  });

  it('lets go of the archive when the reader stops early', async () => {
    let released = 0;
    const watched = source('ml.zip', archive);
    const [, readme] = await openSources([
      {
        ...watched,
        async *chunks() {
          try {
            yield* watched.chunks();
          } finally {
            released++;
          }
        },
      },
    ]);
    const before = released;
    for await (const chunk of readme.chunks()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(released).toBe(before + 1);
  });
});

describe('other files', () => {
  it('pass through as they are', async () => {
    const plain = source('ratings.csv', '1,2\n');
    expect(await openSources([plain])).toEqual([plain]);
  });

  it('are unpacked where they are gzip', async () => {
    const [ratings] = await openSources([source('ratings.csv.gz', gzipSync(strToU8('1,2\n')))]);
    expect(ratings.name).toBe('ratings.csv');
    expect(await contentOf(ratings)).toBe('1,2\n');
  });

  it('are refused where gzip was cut off or the ending promises a zip', async () => {
    const broken = gzipSync(strToU8('1,2\n'.repeat(1000))).slice(0, 20);
    const [ratings] = await openSources([source('ratings.csv.gz', broken)]);
    expect(await messageOf(contentOf(ratings))).toBe(
      'ratings.csv.gz: The gzip file is cut off or damaged. Download it again.',
    );
    expect(await messageOf(open(strToU8('hello')))).toBe(
      'ml.zip: Expected a zip archive, got something else. Download it again.',
    );
  });
});
