import { readFile } from 'node:fs/promises';
import type { Dataset } from '../core/data/dataset.ts';
import type { Selection } from '../core/entry.ts';
import { LabError } from '../core/errors.ts';
import { drive } from '../core/experiments/drive.ts';
import { generators } from '../core/generators/registry.ts';
import { mergeGivenSplit } from '../core/importers/given-split.ts';
import { openSources } from '../core/importers/open.ts';
import { importers } from '../core/importers/registry.ts';
import { readHeads } from '../core/importers/source.ts';
import type { DataSource } from './arguments.ts';
import { sourcesAt } from './sources.ts';

/** The data named on the command line: read from files, or generated. Throws ImportError. */
export async function loadData(data: DataSource): Promise<Dataset> {
  if ('generator' in data) return generate(data.generator, data.seed);
  const { format } = data;
  if ('file' in data) return read(data.file, format);
  return mergeGivenSplit(await read(data.train, format), await read(data.test, format));
}

async function read(path: string, format: Selection | null): Promise<Dataset> {
  const sources = await openSources(await sourcesAt(path));
  if (format) return drive(importers.get(format.id).read(sources, format.params));
  const heads = await readHeads(sources);
  const [surest] = importers.all
    .map((importer) => ({ importer, confidence: importer.recognize(sources, heads) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (surest.confidence <= 0) {
    const known = importers.all.map(({ id }) => id).join(', ');
    throw new LabError('ImportError', `Expected data in a known format at ${path}. Name one with --format: ${known}.`);
  }
  return drive(surest.importer.read(sources, {}));
}

async function generate({ id, params }: Selection, seed: number): Promise<Dataset> {
  const generator = generators.get(id);
  const shelf = generator.shelf === null ? null : new URL(`../../public/datasets/${generator.shelf}`, import.meta.url);
  return generator.generate(params, seed, shelf && (await readFile(shelf, 'utf8')));
}
