import { plainCatalog, titlesOrIds } from './assemble.ts';
import { mapColumns } from './column-mapping.ts';
import { csvParams, scales, separatorOf } from './csv-params.ts';
import { EventRows } from './event-rows.ts';
import { ratingScaleFor } from './feedback.ts';
import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { defineImporter } from './importer.ts';
import { headerOnly, Reading } from './reading.ts';
import { baseName, readHeads } from './source.ts';
import type { TableGuess } from './table-guess.ts';
import { guessTable } from './table-guess.ts';

/** Any table with a row per event and a column each for the user and the item. */
export const csv = defineImporter({
  id: 'csv',
  label: 'Table (CSV, TSV …)',
  summary: 'Any table with one row per event; columns are found by their names or chosen by hand.',
  params: csvParams,
  extensions: ['.csv', '.tsv', '.txt', '.dat', '.data', '.inter', '.zip', '.gz'],
  recognize: (_, heads) => Math.max(0, ...heads.map((head) => confidenceIn(guessTable(head)))),
  async *read(sources, wish) {
    const given = {
      separator: separatorOf[wish.separator],
      header: wish.header === 'auto' ? undefined : wish.header === 'yes',
    };
    const { source, table } = await chooseTable(sources, wish.file, given);
    const reading = new Reading([source]);
    const layout = table?.layout ?? { separator: ',', quotes: true };
    const rows = new EventRows(wish, scales[wish.scale] ?? null);
    let started = false;
    yield* reading.records(source, layout, (record) => {
      if (started) return rows.add(record);
      started = true;
      const header = table?.header ? record.texts() : null;
      rows.start(record, { layout, header, rows: table?.rows ?? [record.texts()] });
      if (!header) rows.add(record);
    });
    if (rows.events.count === 0) throw headerOnly(source);
    const events = yield* reading.reporting(rows.events.take());
    yield reading.progress;
    const ratingScale = ratingScaleFor(events.value, rows.meaning, scales[wish.scale] ?? null);
    const items = rows.items.build();
    return yield* reading.finish({
      name: baseName(source.name).replace(/\.[^.]*$/, ''),
      files: [source.name],
      licence: 'Not stated in the file.',
      ratingScale,
      events,
      users: rows.users.build(),
      items,
      catalog: plainCatalog(titlesOrIds(rows.titles, items)),
    });
  },
});

interface Given {
  readonly separator: string | undefined;
  readonly header: boolean | undefined;
}

/** The file asked for, or the one most like a table of events, the larger of equals. */
async function chooseTable(
  sources: readonly Source[],
  wished: string,
  given: Given,
): Promise<{ source: Source; table: TableGuess | null }> {
  const heads = await readHeads(sources);
  const tables = sources.map((source, at) => ({ source, table: guessTable(heads[at], given) }));
  const named = wished
    ? tables.filter(({ source }) => source.name === wished || baseName(source.name) === wished)
    : tables;
  if (named.length === 0) {
    const got = sources.map((source) => source.name).join(', ') || 'no file';
    throw importError(
      wished || 'Import',
      null,
      `Expected ${wished ? 'this file' : 'a file with a table'}, got ${got}.`,
    );
  }
  const rank = (entry: (typeof tables)[number]) => confidenceIn(entry.table) + (entry.table ? 0.01 : 0);
  return named.reduce((best, entry) => {
    const lead = rank(entry) - rank(best);
    return lead > 0 || (lead === 0 && entry.source.size > best.source.size) ? entry : best;
  });
}

/** Sure of names, less of numbers in the usual order. */
function confidenceIn(table: TableGuess | null): number {
  if (!table) return 0;
  const everything = { user: '', item: '', value: '', time: '', title: '' };
  const { user, item, value } = mapColumns(table, everything, (message) => new Error(message));
  if (user < 0 || item < 0) return table.header ? 0.1 : 0;
  if (!table.header) return value < 0 ? 0.3 : 0.5;
  return value < 0 ? 0.55 : 0.6;
}
