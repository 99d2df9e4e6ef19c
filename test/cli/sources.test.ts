import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sourcesAt } from '../../src/cli/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'tastelab-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'deep/er'), { recursive: true });
mkdirSync(join(folder, 'empty'));
writeFileSync(join(folder, 'deep/b.csv'), 'bytes of b');
writeFileSync(join(folder, 'deep/er/a.csv'), 'a');
writeFileSync(join(folder, 'deep/nothing.csv'), '');

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of bytes) text += Buffer.from(chunk).toString();
  return text;
}

describe('sources on disk', () => {
  it('a file has its own name, its size and its bytes, as often as asked', async () => {
    const [source] = await sourcesAt(join(folder, 'deep/b.csv'));
    expect([source.name, source.size]).toEqual(['b.csv', 10]);
    expect(await textOf(source.chunks())).toBe('bytes of b');
    expect(await textOf(source.chunks())).toBe('bytes of b');
    expect(await textOf(source.slice!(6, 8))).toBe('of');
    expect(await textOf(source.slice!(3, 3))).toBe('');
  });

  it('a folder gives every file below it, in the order of names', async () => {
    const sources = await sourcesAt(join(folder, 'deep'));
    expect(sources.map(({ name }) => name)).toEqual(['b.csv', 'er/a.csv', 'nothing.csv']);
    expect(await textOf(sources[2].chunks())).toBe('');
  });

  it('says what is missing', async () => {
    await expect(sourcesAt(join(folder, 'c.csv'))).rejects.toThrow(/Expected a file, a folder or a zip at .*c.csv/);
    await expect(sourcesAt(join(folder, 'empty'))).rejects.toThrow(/the folder is empty/);
  });
});
