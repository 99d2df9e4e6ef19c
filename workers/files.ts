import type { Source } from '../src/core/importers/importer.ts';

/** The files a person chose or dropped, as the core reads them. */
export const sourcesOf = (files: readonly File[]): Source[] => files.map(sourceOf);

const sourceOf = (file: File): Source => ({
  name: file.name,
  size: file.size,
  chunks: () => chunksOf(file),
  slice: (from, to) => chunksOf(file.slice(from, to)),
});

/** With a reader, since not every browser can iterate a stream. Whoever stops early lets go of the file. */
async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array, void, void> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
