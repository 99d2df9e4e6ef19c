import type { NotebookTable } from '../core/experiments/notebook.ts';
import { aligned } from './table.ts';

/** The notebook's table as lines of text: what it printed, what comes out here and with our own settings, and what decides between the two. */
export function notebookLines({ people, k, rows }: NotebookTable): string {
  const head = ['', `Recall@${k} printed`, 'here', 'by default', `Precision@${k} printed`, 'here', 'by default'];
  const figures = rows.map(({ method, printed, measured, byDefault }) => [
    method,
    share(printed.recall),
    share(measured?.recall),
    share(byDefault?.recall),
    share(printed.precision),
    share(measured?.precision),
    share(byDefault?.precision),
  ]);
  const [titles, ...lines] = aligned([head, ...figures]);
  const noted = lines.map((line, at) => [line, rows[at].note].filter(Boolean).join('  '));
  return [`${people} people, lists of ${k}, one item withheld from each`, titles, ...noted].join('\n');
}

const share = (value: number | undefined) => value?.toFixed(3).replace(/^0/, '') ?? '–';
