/** `npm run evaluate`: the same core as in the browser, on files, in a terminal. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../core/errors.ts';
import { drive } from '../core/experiments/drive.ts';
import { evaluate } from '../core/experiments/evaluate.ts';
import { judgeLists } from '../core/experiments/judge-lists.ts';
import { remarksOn, withLists } from '../core/experiments/made-elsewhere.ts';
import type { Dataset } from '../core/data/dataset.ts';
import type { Run } from '../core/experiments/protocol.ts';
import { search } from '../core/experiments/search.ts';
import { reproduceNotebook } from '../core/experiments/notebook.ts';
import { trainingCsv } from '../core/experiments/training-csv.ts';
import { trecFiles } from '../core/experiments/trec-files.ts';
import { generators } from '../core/generators/registry.ts';
import { importers } from '../core/importers/registry.ts';
import { metrics } from '../core/metrics/registry.ts';
import { recommenders } from '../core/recommenders/registry.ts';
import { splitters } from '../core/splits/registry.ts';
import { openCompute } from './compute.ts';
import type { Evaluation } from './arguments.ts';
import { readArguments, usage } from './arguments.ts';
import { listOf } from './list.ts';
import { loadData } from './load-data.ts';
import { notebookLines } from './notebook.ts';
import { pairLines, pairRecords, pairsOf } from './pairs.ts';
import { progressLine } from './progress.ts';
import { reportOf } from './report.ts';
import { readPlan, searchLines, tryName } from './search.ts';
import { tableOf } from './table.ts';

async function main(words: readonly string[]): Promise<void> {
  const command = readArguments(words);
  if (command === 'help') console.log(usage);
  else if (command === 'list') {
    const lists = { recommenders, metrics, splits: splitters, formats: importers, generators };
    console.log(listOf(Object.fromEntries(Object.entries(lists).map(([name, { all }]) => [name, all]))));
  } else if (command === 'notebook') await reproduce();
  else if (command.search !== undefined) await look(command, command.search);
  else await run(command);
}

async function reproduce(): Promise<void> {
  const compute = await openCompute();
  try {
    console.log(notebookLines(await reproduceNotebook(compute)));
  } finally {
    compute.close();
  }
}

async function run({
  data,
  recommenders: chosen,
  protocol,
  json,
  perUser,
  compare,
  trec,
  judge,
}: Evaluation): Promise<void> {
  const dataset = await loadData(data);
  for (const note of dataset.provenance.notes) console.error(note);
  const compute = await openCompute();
  const line = progressLine(process.stderr);
  try {
    const env = { ...compute, clock: () => performance.now(), now: Date.now() / 1000 };
    const fitted = await drive(evaluate(dataset, chosen, protocol, env), { report: line.show });
    line.end();
    const result = await besides(judge, fitted, dataset);
    const { users, usersWithoutTest } = result;
    console.log(
      `${dataset.name}: ${users.length} users judged; ${usersWithoutTest} with nothing relevant hidden count in no list metric`,
    );
    console.log(tableOf(result));
    for (const warning of result.warnings ?? []) console.log(`\nCareful: ${warning}`);
    const pairs = compare ? await pairsOf(result) : null;
    if (pairs) console.log(`\n${pairLines(result, pairs)}`);
    if (json !== null) {
      await writeFile(json, reportOf(result, { perUser, ...(pairs && { pairs: pairRecords(result, pairs) }) }));
    }
    if (trec !== null) await writeTrec(trec, result, dataset);
    if (result.outcomes.every(({ error }) => error !== null)) process.exitCode = 1;
  } finally {
    line.end();
    compute.close();
  }
}

/** The run with the lists of those files in it; what of them could not be taken as it is goes to standard error. */
async function besides(files: readonly string[], run: Run, dataset: Dataset): Promise<Run> {
  let all = run;
  for (const path of files) {
    const text = await readFile(path, 'utf8').catch(() => {
      throw new LabError('ImportError', `Expected a TREC run file at ${path}; there is none that can be read.`);
    });
    const outcome = await drive(judgeLists(dataset, run, { name: basename(path), text }));
    all = withLists(all, outcome);
    for (const remark of remarksOn(outcome.elsewhere!, run.protocol.k)) console.error(`${basename(path)}: ${remark}`);
  }
  return all;
}

async function writeTrec(folder: string, result: Run, dataset: Dataset): Promise<void> {
  const files = trecFiles(
    result,
    result.outcomes.map(({ recommender, label, elsewhere }) => (elsewhere ? label : recommender.id)),
    dataset.items.ids,
  );
  if (files.length === 0)
    throw new Error('A run over folds has several lists per person, and no TREC files. Choose another --split.');
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
  await writeFile(join(folder, 'training.csv'), trainingCsv(dataset, result));
}

async function look({ data, protocol, json }: Evaluation, file: string): Promise<void> {
  const plan = await readPlan(file, protocol);
  const dataset = await loadData(data);
  for (const note of dataset.provenance.notes) console.error(note);
  const compute = await openCompute();
  const line = progressLine(process.stderr);
  try {
    const env = { ...compute, clock: () => performance.now(), now: Date.now() / 1000 };
    const result = await drive(search(dataset, plan, env), {
      report: (progress) => progress.running && line.show({ ...progress.running, recommender: tryName(progress) }),
    });
    line.end();
    console.log(searchLines(plan, result));
    if (json !== null) await writeFile(json, `${JSON.stringify({ plan, ...result }, null, 2)}\n`);
    if (result.best === null) process.exitCode = 1;
  } finally {
    line.end();
    compute.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
