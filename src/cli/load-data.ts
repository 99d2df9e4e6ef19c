import { readFile } from 'node:fs/promises';
import type { Dataset } from '../core/data/dataset.ts';
import { LabError } from '../core/errors.ts';
import { drive } from '../core/experiments/drive.ts';
import { generators } from '../core/generators/registry.ts';
import { mergeGivenSplit } from '../core/importers/given-split.ts';
import { openSources } from '../core/importers/open.ts';
import { importers } from '../core/importers/registry.ts';
import { readHeads } from '../core/importers/source.ts';
import type { DataPaths } from './arguments.ts';
import { sourcesAt } from './sources.ts';

/** The data named on the command line: read from files, or made by the generator of that name. Throws ImportError. */
export async function loadData(paths: DataPaths, format: string | null, seed: number): Promise<Dataset> {
  if ('train' in paths) return mergeGivenSplit(await read(paths.train, format), await read(paths.test, format));
  if (generators.has(paths.whole)) return generate(paths.whole, seed);
  return read(paths.whole, format);
}

async function read(path: string, format: string | null): Promise<Dataset> {
  const sources = await openSources(await sourcesAt(path));
  if (format !== null) return drive(importers.get(format).read(sources, {}));
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

async function generate(id: string, seed: number): Promise<Dataset> {
  const generator = generators.get(id);
  const shelf = generator.shelf === null ? null : new URL(`../../public/datasets/${generator.shelf}`, import.meta.url);
  return generator.generate({}, seed, shelf && (await readFile(shelf, 'utf8')));
}
