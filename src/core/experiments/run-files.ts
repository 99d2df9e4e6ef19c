import type { Run } from './protocol.ts';

/** One row per recommender and metric; what a spreadsheet or a notebook reads. */
export function runToCsv(run: Run): string {
  const rows = run.outcomes.flatMap((outcome) =>
    outcome.results.map((result) => [
      outcome.recommender.id,
      JSON.stringify(outcome.recommender.params),
      result.metric,
      run.protocol.k,
      result.value,
      result.interval?.[0] ?? '',
      result.interval?.[1] ?? '',
      run.users.length,
      outcome.fitSeconds,
      result.repeats?.deviation ?? '',
    ]),
  );
  return [
    ['recommender', 'params', 'metric', 'k', 'value', 'low', 'high', 'people', 'fit_seconds', 'between_cuts'],
    ...rows,
  ]
    .map((row) => row.map(cell).join(','))
    .join('\n');
}

/** Everything of a run, values per person included; typed arrays as plain lists, NaN as null. */
export const runToJson = (run: Run): string =>
  JSON.stringify(run, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value), 1);

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
