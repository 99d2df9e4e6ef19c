import type { Dataset } from '../data/dataset.ts';
import { plainCatalog, titlesOrIds } from './assemble.ts';
import { EventColumns } from './event-columns.ts';
import { IdIndex } from './id-index.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { defineImporter } from './importer.ts';
import { Reading } from './reading.ts';
import { baseName, readHeads } from './source.ts';

const blanks = { separator: ' ', quotes: false };

/**
 * One line per user: the user, then every item they interacted with, between blanks. The form in which LightGCN (He et
 * al., 2020) and much that followed publish Gowalla, Yelp and Amazon-Book. Of a pair train.txt and test.txt the second
 * is the given test set.
 */
export const interactionLists = defineImporter({
  id: 'interaction-lists',
  label: 'Interaction lists',
  summary: 'One line per user: the user, then the items; train.txt and test.txt together keep their split.',
  params: {},
  extensions: ['.zip', '.txt'],
  recognize: (sources, heads) => Math.max(0, ...sources.map((_, at) => confidenceIn(heads[at]))),
  async *read(sources) {
    const heads = await readHeads(sources);
    const { train, test } = chooseFiles(sources, heads);
    const files = test ? [train, test] : [train];
    const reading = new Reading(files);
    const users = new IdIndex();
    const items = new IdIndex();
    const events = new EventColumns(false);
    let testStart = 0;
    for (const file of files) {
      testStart = events.count;
      yield* reading.records(file, blanks, (line) => {
        const user = users.add(line, 0, 'a user');
        for (let cell = 1; cell < line.cells; cell++) events.add(line, user, items.add(line, cell, 'an item'), 1);
      });
      if (events.count === testStart) {
        throw importError(
          file.name,
          null,
          'Expected lines of a user and their items, got no item. Choose another file.',
        );
      }
    }
    const vocabulary = items.build();
    const dataset: Dataset = yield* reading.finish({
      name: train.name.split('/').at(-2) ?? baseName(train.name).replace(/\.[^.]*$/, ''),
      files: files.map((file) => file.name),
      licence: 'Not stated in the files.',
      ratingScale: null,
      events: yield* reading.reporting(events.take()),
      users: users.build(),
      items: vocabulary,
      catalog: plainCatalog(titlesOrIds([], vocabulary)),
    });
    if (!test) return dataset;
    const count = dataset.interactions.user.length;
    const givenTest = Uint32Array.from({ length: count - testStart }, (_, at) => testStart + at);
    return { ...dataset, id: `${dataset.id}-split`, provenance: { ...dataset.provenance, givenTest } };
  },
});

function chooseFiles(sources: readonly Source[], heads: readonly string[]): { train: Source; test: Source | null } {
  const named = (name: string) => sources.find((source) => baseName(source.name).toLowerCase() === name) ?? null;
  const train = named('train.txt');
  if (train) return { train, test: named('test.txt') };
  const likely = sources.map((source, at) => ({ source, confidence: confidenceIn(heads[at]) }));
  likely.sort((a, b) => b.confidence - a.confidence);
  if (likely.length === 0) throw importError('Import', null, 'Expected a file of interaction lists, got none.');
  return { train: likely[0].source, test: null };
}

/** Lines of whole numbers and nothing else; lines of different lengths tell a list from a table. */
function confidenceIn(head: string): number {
  const lines = head.split(/\r?\n/, 200).filter((line) => line.trim() !== '');
  if (lines.length === 0 || !lines.every((line) => /^\s*\d+([ \t]+\d+)*\s*$/.test(line))) return 0;
  const widths = new Set(lines.map((line) => line.trim().split(/\s+/).length));
  return widths.size > 1 ? 0.9 : widths.has(1) ? 0 : 0.2;
}
