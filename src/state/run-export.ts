import type { DataOf } from '../core/entry.ts';
import { latexTable } from '../core/experiments/latex.ts';
import type { Run } from '../core/experiments/protocol.ts';
import { runToCsv, runToJson } from '../core/experiments/run-files.ts';
import { trecFiles } from '../core/experiments/trec-files.ts';
import type { Metric } from '../core/metrics/metric.ts';
import type { DatasetView } from '../rpc/lab-api.ts';
import { packed } from '../storage/packed.ts';

export const runFormats = {
  csv: { ending: 'csv', type: 'text/csv' },
  json: { ending: 'json', type: 'application/json' },
  latex: { ending: 'tex', type: 'text/x-tex' },
  zip: { ending: 'zip', type: 'application/zip' },
} as const;
export type RunFormat = keyof typeof runFormats;

export interface Surroundings {
  /** What each outcome is called. */
  readonly names: readonly string[];
  readonly metrics: readonly DataOf<Metric>[];
  /** The open data set; everyone's lists are written only of a run on these very data. */
  readonly view: DatasetView | null;
}

/** A run as a file for others. The zip holds all the others, and everyone's lists as TREC run files. */
export async function runFile(run: Run, format: RunFormat, around: Surroundings): Promise<File> {
  const { ending, type } = runFormats[format];
  const part = format === 'zip' ? await packed(filesOf(run, around)) : runText(run, format, around);
  const day = new Date(run.createdAt * 1000).toISOString().slice(0, 10);
  return new File([part], `tastelab-${run.dataset.id}-${day}.${ending}`, { type });
}

export function runText(run: Run, format: Exclude<RunFormat, 'zip'>, { names, metrics }: Surroundings): string {
  if (format === 'csv') return runToCsv(run);
  if (format === 'json') return runToJson(run);
  const labels = run.protocol.metrics.flatMap((id) => {
    const metric = metrics.find((one) => one.id === id);
    if (!metric) return [];
    const label = `${metric.label}${metric.needs === 'ranking' ? `@${run.protocol.k}` : ''}`;
    return [{ id, label, direction: metric.direction }];
  });
  return latexTable(run, names, labels);
}

function filesOf(run: Run, around: Surroundings) {
  const { names, view } = around;
  const trec = view && keepsLists(run, view) ? trecFiles(run, names, view.itemIds) : [];
  return [
    { name: 'run.json', text: runText(run, 'json', around) },
    { name: 'run.csv', text: runText(run, 'csv', around) },
    { name: 'table.tex', text: runText(run, 'latex', around) },
    ...trec.map(({ name, text }) => ({ name: `trec/${name}`, text })),
  ];
}

/** Lists name items by place; after another import of the data those places may be others. */
export const keepsLists = (run: Run, view: DatasetView | null): boolean =>
  run.relevant !== undefined && run.dataset.hash === view?.summary.hash;
