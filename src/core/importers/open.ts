import { Gunzip } from 'fflate';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { baseName, headOf } from './source.ts';
import { readDirectory } from './zip-directory.ts';
import { memberSource } from './zip-member.ts';

/**
 * The files a person chose, with archives opened: one source per member of a zip (its folder stays in the name; a
 * member outside any folder gets the archive's name as one) and one per gzip file. Known by content, not by ending.
 * Throws ImportError for an archive that is cut off, encrypted, empty or of a kind that cannot be read.
 */
export async function openSources(sources: readonly Source[]): Promise<Source[]> {
  const opened: Source[] = [];
  for (const source of sources) opened.push(...(await openSource(source)));
  return opened;
}

async function openSource(source: Source): Promise<Source[]> {
  const [first, second, third, fourth] = await headOf(source, 4);
  if (first === 0x50 && second === 0x4b && (third === 3 || third === 5) && fourth === third + 1) return openZip(source);
  if (first === 0x1f && second === 0x8b) return [gunzipped(source)];
  if (/\.zip$/i.test(source.name)) {
    throw importError(source.name, null, 'Expected a zip archive, got something else. Download it again.');
  }
  return [source];
}

async function openZip(archive: Source): Promise<Source[]> {
  const members = await readDirectory(archive);
  if (members.length === 0) throw importError(archive.name, null, 'The zip archive holds no file. Choose another.');
  const folder = baseName(archive.name).replace(/\.[^.]*$/, '');
  return members.map((member) =>
    memberSource(archive, member, member.name.includes('/') ? member.name : `${folder}/${member.name}`),
  );
}

const gunzipped = (source: Source): Source => ({
  name: source.name.replace(/\.gz$/i, ''),
  size: NaN,
  chunks: () => gunzip(source),
});

async function* gunzip(source: Source): AsyncGenerator<Uint8Array, void, void> {
  let out: Uint8Array[] = [];
  const stream = new Gunzip((bytes) => out.push(bytes));
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      stream.push(piece, last);
    } catch (error) {
      const broken = importError(source.name, null, 'The gzip file is cut off or damaged. Download it again.');
      broken.cause = error;
      throw broken;
    }
    const made = out;
    out = [];
    return made;
  };
  for await (const chunk of source.chunks()) {
    for (let at = 0; at < chunk.length; at += 1 << 14) yield* push(chunk.subarray(at, at + (1 << 14)), false);
  }
  yield* push(new Uint8Array(0), true);
}
