import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import type { Importer, Source } from '../../../src/core/importers/importer.ts';
import { importers } from '../../../src/core/importers/registry.ts';
import type { ParamValues } from '../../../src/core/params.ts';

/** A file in memory, handed over whole or cut before the given positions. */
export function source(name: string, content: string | Uint8Array, cuts: readonly number[] = []): Source {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b).concat(bytes.length);
  return {
    name,
    size: bytes.length,
    async *chunks() {
      await Promise.resolve();
      let at = 0;
      for (const end of ends) {
        if (end > at) yield bytes.slice(at, end);
        at = Math.max(at, end);
      }
    },
  };
}

/** The same bytes for an origin that can jump. */
export const jumping = (plain: Source, bytes: Uint8Array): Source => ({
  ...plain,
  async *slice(from, to) {
    await Promise.resolve();
    yield bytes.slice(from, to);
  },
});

export const latin1 = (text: string): Uint8Array => strToU8(text, true);

export const cuts = fc.array(fc.nat(100_000), { maxLength: 12 });

export async function contentOf(file: Source): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file.chunks()) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

export const read = (id: string, sources: readonly Source[], params: ParamValues = {}): Promise<Dataset> =>
  drive(importers.get(id).read(sources, params));

/** The message of the ImportError that reading ends with. */
export async function refusal(importer: Importer | string, sources: readonly Source[], params: ParamValues = {}) {
  const { read: start } = typeof importer === 'string' ? importers.get(importer) : importer;
  return messageOf(drive(start(sources, params)));
}

export async function messageOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && error.name === 'ImportError') return error.message;
    throw error;
  }
  throw new Error('Expected an ImportError, got a result.');
}

export interface Row {
  readonly user: string;
  readonly item: string;
  readonly value: number;
  readonly time: number | null;
}

/** The events of a data set under their outside ids, in its order. */
export function rowsOf({ users, items, interactions }: Dataset): Row[] {
  return Array.from(interactions.user, (user, at) => ({
    user: users.ids[user],
    item: items.ids[interactions.item[at]],
    value: interactions.value[at],
    time: interactions.timestamp?.[at] ?? null,
  }));
}
