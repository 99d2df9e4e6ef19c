import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Source } from '../core/importers/importer.ts';
import { LabError } from '../core/errors.ts';

/** A file, or every file below a folder in the order of their names. Throws ImportError. */
export async function sourcesAt(path: string): Promise<Source[]> {
  const found = await stat(path).catch(() => {
    throw new LabError('ImportError', `Expected a file, a folder or a zip at ${path}; there is none.`);
  });
  if (!found.isDirectory()) return [sourceOf(path, basename(path), found.size)];
  const sources: Source[] = [];
  for (const name of (await readdir(path, { recursive: true })).sort()) {
    const inside = await stat(join(path, name));
    if (inside.isFile()) sources.push(sourceOf(join(path, name), name.replaceAll('\\', '/'), inside.size));
  }
  if (sources.length === 0) throw new LabError('ImportError', `Expected files in ${path}; the folder is empty.`);
  return sources;
}

const sourceOf = (path: string, name: string, size: number): Source => ({
  name,
  size,
  chunks: () => bytesOf(path),
  slice: (from, to) => bytesOf(path, from, to),
});

async function* bytesOf(path: string, from = 0, to = Infinity): AsyncGenerator<Uint8Array, void, void> {
  // Node counts the end in, and refuses an empty stretch.
  if (to > from) yield* createReadStream(path, { start: from, end: to - 1, highWaterMark: 1 << 20 });
}
