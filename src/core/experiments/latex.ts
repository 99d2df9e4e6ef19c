import type { Run } from './protocol.ts';

/**
 * A run as a table for a paper, booktabs style: one row per recommender, one column per metric, half the width of each 95 %
 * interval beside the value, the best of each column bold. `labels`: a heading for each metric id, and which way is better.
 */
export function latexTable(
  run: Run,
  names: readonly string[],
  labels: readonly { readonly id: string; readonly label: string; readonly direction: 'higher' | 'lower' }[],
): string {
  const columns = labels.filter(({ id }) => run.outcomes.some((_, row) => Number.isFinite(valueOf(run, row, id))));
  const rows = run.outcomes.map((_, row) =>
    [escaped(names[row]), ...columns.map((column) => cellOf(run, row, column))].join(' & '),
  );
  const { split, k, seed } = run.protocol;
  return `${[
    `% ${run.dataset.name.replaceAll('\n', ' ')}, ${run.users.length} people, split ${split.id}, k = ${k}, seed ${seed}`,
    `\\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '\\toprule',
    `${['Recommender', ...columns.map(({ label }) => escaped(label))].join(' & ')} \\\\`,
    '\\midrule',
    ...rows.map((row) => `${row} \\\\`),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n')}\n`;
}

const resultOf = (run: Run, row: number, id: string) => run.outcomes[row].results.find(({ metric }) => metric === id);
const valueOf = (run: Run, row: number, id: string) => resultOf(run, row, id)?.value ?? NaN;

function cellOf(run: Run, row: number, { id, direction }: { id: string; direction: 'higher' | 'lower' }): string {
  const value = valueOf(run, row, id);
  if (!Number.isFinite(value)) return '--';
  const all = run.outcomes.map((_, other) => valueOf(run, other, id)).filter(Number.isFinite);
  const best = direction === 'higher' ? Math.max(...all) : Math.min(...all);
  const interval = resultOf(run, row, id)?.interval;
  const half = interval ? ` $\\pm$ ${((interval[1] - interval[0]) / 2).toFixed(3)}` : '';
  return `${value === best ? `\\textbf{${value.toFixed(3)}}` : value.toFixed(3)}${half}`;
}

const marks: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};
const escaped = (text: string) => text.replace(/[\\~^&%$#_{}]/g, (mark) => marks[mark] ?? `\\${mark}`);
