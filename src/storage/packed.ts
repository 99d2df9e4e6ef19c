import type { TextFile } from '../core/experiments/trec-files.ts';

/** Several texts as one zip; loaded only when someone asks for one. */
export async function packed(files: readonly TextFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zip } = await import('fflate');
  const entries = Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)]));
  return new Promise((resolve, reject) =>
    zip(entries, (error, bytes) => (error ? reject(error) : resolve(new Uint8Array(bytes)))),
  );
}
