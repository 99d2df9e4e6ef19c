import type { NotebookTable } from '../core/experiments/notebook.ts';
import { aligned } from './table.ts';

/** The notebook's table as lines of text: what it printed, what comes out here, and what decides between the two. */
export function notebookLines({ people, k, rows }: NotebookTable): string {
  const head = ['', `Recall@${k} printed`, 'here', `Precision@${k} printed`, 'here'];
  const figures = rows.map(({ method, printed, measured }) => [
    method,
    share(printed.recall),
    share(measured?.recall),
    share(printed.precision),
    share(measured?.precision),
  ]);
  const [titles, ...lines] = aligned([head, ...figures]);
  const noted = lines.map((line, at) => [line, rows[at].note].filter(Boolean).join('  '));
  return [`${people} people, lists of ${k}, one item withheld from each`, titles, ...noted].join('\n');
}

const share = (value: number | undefined) => value?.toFixed(3).replace(/^0/, '') ?? '–';
