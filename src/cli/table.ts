import type { Outcome, Run } from '../core/experiments/protocol.ts';
import { metrics } from '../core/metrics/registry.ts';

/**
 * A run as lines of text: one row per recommender, each number with half the width of its 95 % interval.
 * Metrics that no recommender has a number for have no column; one that failed has its reason below the table.
 */
export function tableOf(run: Run): string {
  const columns = run.protocol.metrics.filter((id) =>
    run.outcomes.some(({ results }) => results.some(({ metric, value }) => metric === id && !Number.isNaN(value))),
  );
  const head = ['', ...columns.map((id) => labelOf(id, run.protocol.k)), 'fit s', 'score s'];
  const rows = run.outcomes.map((outcome) => [
    outcome.label,
    ...columns.map((id) => cellOf(outcome, id)),
    outcome.error ? '–' : inSeconds(outcome.fitSeconds),
    outcome.error ? '–' : inSeconds(outcome.scoreSeconds),
  ]);
  const failures = run.outcomes.filter(({ error }) => error).map(({ label, error }) => `${label}: ${error}`);
  return [
    ...aligned([head, ...rows]),
    ...betweenCuts(run, columns),
    ...(failures.length ? ['', ...failures] : []),
  ].join('\n');
}

/** Lists made elsewhere took us no time. */
const inSeconds = (time: number) => (Number.isNaN(time) ? '–' : time.toFixed(2));

/** How far figures are apart from cut to cut, where the data were cut several times. */
function betweenCuts({ protocol, outcomes }: Run, columns: readonly string[]): string[] {
  const { repeats = 1, k } = protocol;
  if (repeats === 1) return [];
  const rows = outcomes.flatMap(({ label, results, error }) => {
    const deviations = columns.map((id) => results.find(({ metric }) => metric === id)?.repeats?.deviation);
    return error === null ? [[label, ...deviations.map((one) => one?.toFixed(4) ?? '–')]] : [];
  });
  const title = `The data were cut ${repeats} times. Standard deviation from cut to cut; the ± above holds it as well as people:`;
  return ['', title, ...aligned([['', ...columns.map((id) => labelOf(id, k))], ...rows])];
}

function labelOf(id: string, k: number): string {
  const { label, needs } = metrics.get(id);
  return needs === 'ranking' ? `${label}@${k}` : label;
}

function cellOf({ results }: Outcome, id: string): string {
  const result = results.find(({ metric }) => metric === id);
  if (!result || Number.isNaN(result.value)) return '–';
  const value = result.value.toFixed(4);
  if (!result.interval) return value;
  const [low, high] = result.interval;
  return `${value} ±${((high - low) / 2).toFixed(4).replace(/^0/, '')}`;
}

/** The first column to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
